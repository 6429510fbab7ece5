// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Asks a gateway for evidence, and hands it what owners desire, over HTTP (docs/spec/gateway.md, rule 22; docs/spec/twin.md). An answer has a largest size and a latest time. */
public final class GatewayClient implements AutoCloseable {
    /** No bundle is larger (docs/spec/evidence.md, rule 13). */
    private static final long ANSWER_BYTES_MAX = 16L << 20;

    private static final int REASON_MAX = 300;
    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private final URI gateway;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param gateway {@code http://} or {@code https://}, with host and port and nothing after
     * @throws IllegalArgumentException if it is no such address
     */
    public GatewayClient(URI gateway) {
        boolean isWeb = "http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme());
        if (!isWeb || gateway.getHost() == null) {
            throw new IllegalArgumentException("a gateway's address begins with http:// or https://, not " + gateway);
        }
        this.gateway = gateway;
    }

    /** Why there is no evidence; the message is for people. */
    public static final class Unanswered extends RuntimeException {
        Unanswered(String message) {
            super(message);
        }
    }

    /**
     * The bundle of a record, byte for byte; nothing in it is checked.
     *
     * @param sequence the record's number
     * @param isCbor or JSON
     * @param sinceEpoch whose committee the verifier trusts; 0 for that of genesis
     * @throws Unanswered if the gateway is away, does not have the record, or cannot prove it yet
     */
    public Bytes evidence(Hash device, long sequence, boolean isCbor, long sinceEpoch) {
        URI file = gateway.resolve("/v1/devices/%s/evidence/%d.%s?since-epoch=%d"
                .formatted(device, sequence, isCbor ? "cbor" : "json", sinceEpoch));
        HttpResponse<byte[]> answer = get(file);
        return switch (answer.statusCode()) {
            case 200 -> Bytes.wrap(answer.body());
            case 404 ->
                throw new Unanswered(
                        "the gateway at %s keeps no record %d of device %s".formatted(gateway, sequence, device));
            default -> throw new Unanswered("the gateway at %s says: %s".formatted(gateway, reason(answer.body())));
        };
    }

    /** An answer of the gateway's web side. */
    public record Page(int status, Bytes body) {}

    /**
     * What the gateway's web side has at a path; nothing in it is checked.
     *
     * @param path with a slash at its beginning
     * @throws Unanswered if the gateway is away
     * @throws IllegalArgumentException if the path is none
     */
    public Page page(String path) {
        HttpResponse<byte[]> answer = get(gateway.resolve(path));
        return new Page(answer.statusCode(), Bytes.wrap(answer.body()));
    }

    /**
     * What the gateway's web side answers to what is put at a path.
     *
     * @param path with a slash at its beginning
     * @throws Unanswered if the gateway is away
     */
    public Page put(String path, Bytes body) {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(gateway.resolve(path))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body.toArray())));
        return new Page(answer.statusCode(), Bytes.wrap(answer.body()));
    }

    /** The first words of an answer that is no result, for people. */
    public String reason(Page page) {
        return reason(page.body().toArray());
    }

    /**
     * A CBOR array of a device's records as byte strings, from a number on or from the first one kept, as many as an answer
     * holds; nothing in it is checked.
     *
     * @throws Unanswered if the gateway is away, or keeps no records of the device
     */
    public Bytes records(Hash device, long from) {
        HttpResponse<byte[]> answer = get(gateway.resolve("/v1/devices/%s/records/%d".formatted(device.toHex(), from)));
        return switch (answer.statusCode()) {
            case 200 -> Bytes.wrap(answer.body());
            case 404 ->
                throw new Unanswered("the gateway at %s keeps no records of device %s".formatted(gateway, device));
            default -> throw new Unanswered("the gateway at %s says: %s".formatted(gateway, reason(answer.body())));
        };
    }

    private HttpResponse<byte[]> get(URI file) {
        return send(HttpRequest.newBuilder(file));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return WholeAnswer.of(http, request.build(), ANSWER_BYTES_MAX, TIME_MAX);
        } catch (IOException away) {
            String why = away.getMessage() == null ? "nothing listens there" : away.getMessage();
            throw new Unanswered("no answer from the gateway at %s: %s".formatted(gateway, why));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted");
        }
    }

    /** A stranger's words, of which a terminal may show some. */
    private static String reason(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, REASON_MAX), StandardCharsets.UTF_8);
        return text.replaceAll("[^\\x20-\\x7e]", " ").strip();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
