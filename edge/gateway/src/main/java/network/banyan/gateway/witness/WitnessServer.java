// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.WitnessRule.Verdict;
import network.banyan.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness over HTTP: {@code POST /add-checkpoint}, and {@code GET /health} for people. A request that takes too long is cut
 * off and costs no more than a waiting virtual thread.
 *
 * <p>Source: C2SP tlog-witness.
 */
public final class WitnessServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";
    private static final int SECONDS_MAX = 10;
    private static final int CONNECTIONS_MAX = 512;

    private final Witness witness;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Page(int status, String type, String body) {}

    /**
     * Starts listening.
     *
     * @throws WitnessException if it cannot
     */
    public WitnessServer(InetSocketAddress address, Witness witness) {
        this.witness = witness;
        try {
            server = HttpServer.create(address, 64);
        } catch (IOException | RuntimeException cannot) {
            threads.shutdown();
            throw new WitnessException(
                    "cannot listen on %s:%d: %s"
                            .formatted(address.getHostString(), address.getPort(), cannot.getMessage()),
                    cannot);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** For a process that is a witness and nothing else: the JDK's server takes its bounds from the process alone. */
    public static void boundTheProcess() {
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(SECONDS_MAX));
        System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(SECONDS_MAX));
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page;
            try {
                page = page(exchange);
            } catch (RuntimeException broken) {
                LOG.error("{}", exchange.getRequestURI(), broken);
                page = problem(500, "the witness broke over this request");
            }
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.type());
            exchange.sendResponseHeaders(page.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Page page(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        return switch (exchange.getRequestURI().getPath()) {
            case "/add-checkpoint" -> method.equals("POST") ? add(exchange) : problem(405, "this is asked by POST");
            case "/health" -> method.equals("GET") ? health() : problem(405, "this is asked by GET");
            default -> problem(404, "a witness has /add-checkpoint and /health");
        };
    }

    private Page add(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.MAX_BYTES + 1);
        if (body.length > AddCheckpoint.MAX_BYTES) {
            return problem(413, "a request has at most 68 KiB");
        }
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(Bytes.wrap(body));
        } catch (EvidenceFormatException malformed) {
            return problem(400, String.valueOf(malformed.getMessage()));
        }
        return switch (witness.judge(request)) {
            case Witness.Answer.Cosigned(var line) -> new Page(200, TEXT, line.text());
            case Witness.Answer.Unknown() -> problem(404, "this witness does not watch that log");
            case Witness.Answer.NotKept(String reason) -> {
                LOG.warn("a head of {} cannot be kept: {}", request.head().origin(), reason);
                yield problem(503, "the witness cannot keep this head, so it does not cosign it; ask again later");
            }
            case Witness.Answer.Refused(Verdict verdict) -> refused(verdict);
        };
    }

    private static Page refused(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Cosign() -> throw new IllegalStateException("what is cosigned is not refused");
            case Verdict.Unsigned() -> problem(403, "no key of that log signed this checkpoint");
            case Verdict.OtherSize(long size) -> new Page(409, SIZE, size + "\n");
            case Verdict.Fork(var _) -> problem(409, "this log signed another root of this size; both are kept");
            case Verdict.Unproven(var _) ->
                problem(422, "the proof does not lead from what this witness saw to this checkpoint; both are kept");
        };
    }

    private Page health() {
        ObjectNode node = json.createObjectNode().put("key", witness.key().text());
        ArrayNode logs = node.putArray("logs");
        witness.sizes()
                .forEach(
                        (origin, size) -> logs.addObject().put("origin", origin).put("size", size));
        try {
            return new Page(200, "application/json", json.writeValueAsString(node) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Page problem(int status, String sentence) {
        return new Page(status, TEXT, sentence + "\n");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
