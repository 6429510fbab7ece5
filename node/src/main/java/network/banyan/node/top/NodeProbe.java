// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.NodeSecret;
import network.banyan.sdk.RpcFailure;

/** Asks one node how it is. What it answers is believed in nothing but its own words, and bounded here. */
final class NodeProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int SEATS_MAX = 128;
    private static final int PEERS_MAX = 64;
    private static final int NAME_LETTERS = 32;
    private static final int KEY_LETTERS = 10;

    private final JsonRpcClient client;

    /**
     * @param secret what the node shares with those it answers, if it does not answer everybody
     */
    NodeProbe(URI node, Optional<NodeSecret> secret) {
        this.client = new JsonRpcClient(node, PATIENCE, secret);
    }

    URI node() {
        return client.node();
    }

    Look look() {
        try {
            List<JsonNode> answers = client.batch(List.of(
                    JsonRpcClient.Call.of("banyan_status"),
                    JsonRpcClient.Call.of("banyan_figures"),
                    JsonRpcClient.Call.of("banyan_epoch"),
                    JsonRpcClient.Call.of("banyan_node")));
            return read(answers.get(0), answers.get(1), answers.get(2), answers.get(3));
        } catch (RpcFailure failed) {
            return new Look.Silent(Words.fit(String.valueOf(failed.getMessage())));
        }
    }

    static Look.Told read(JsonNode status, JsonNode figures, JsonNode epoch, JsonNode node) {
        return new Look.Told(
                new Look.Self(
                        name(node),
                        Words.fit(node.path("version").asText(), NAME_LETTERS),
                        Words.fit(node.path("role").asText(), NAME_LETTERS),
                        number(node, "seat").isPresent()
                                ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, count(node, "seat")))
                                : OptionalInt.empty(),
                        count(node, "uptimeMillis")),
                new Look.Chain(
                        name(status),
                        count(status, "chainId"),
                        count(status, "height"),
                        count(status, "bestKnownHeight"),
                        Math.max(0, count(status, "nowMillis") - count(status, "timestampMillis"))),
                new Look.Finality(
                        number(figures, "finalityMillisP50"),
                        number(figures, "finalityMillisP95"),
                        number(figures, "finalityMillisLast"),
                        count(figures, "transactions")),
                Optional.of(node.path("certificate"))
                        .filter(JsonNode::isObject)
                        .map(found -> new Look.LastCertificate(
                                count(found, "block"), count(found, "view"), count(found, "signers"))),
                new Look.Epoch(
                        count(epoch, "epoch"),
                        count(epoch, "firstBlock"),
                        number(epoch, "lastBlock"),
                        count(epoch, "blocks"),
                        count(epoch, "quorum"),
                        count(node, "view"),
                        each(
                                epoch.path("seats"),
                                SEATS_MAX,
                                seat -> new Look.Seat(
                                        name(seat), count(seat, "produced"), count(seat, "missedReveals") > 0))),
                pool(node.path("pool")),
                takes(node.path("memory"), node.path("disk")),
                new Look.Traffic(
                        count(node.path("network"), "bytesIn"),
                        count(node.path("network"), "bytesOut"),
                        count(node.path("rpc"), "answered"),
                        count(node.path("rpc"), "failed")),
                each(node.path("peers"), PEERS_MAX, NodeProbe::peer));
    }

    private static Look.Pool pool(JsonNode pool) {
        return new Look.Pool(
                count(pool, "ready"), count(pool, "waiting"), count(pool, "bytes"), count(pool, "bytesMax"));
    }

    private static Look.Takes takes(JsonNode memory, JsonNode disk) {
        return new Look.Takes(
                count(memory, "heapBytes"),
                count(memory, "heapBytesMax"),
                number(memory, "residentBytes"),
                count(disk, "databaseBytes"),
                count(disk, "freeBytes"),
                count(disk, "totalBytes"));
    }

    private static Look.Peer peer(JsonNode peer) {
        return new Look.Peer(
                Optional.of(peer.path("name")).filter(JsonNode::isTextual).map(_ -> name(peer)),
                Words.fit(peer.path("nodeKey").asText(), KEY_LETTERS),
                number(peer, "height"),
                peer.path("dialled").asBoolean());
    }

    private static String name(JsonNode of) {
        return Words.fit(of.path("name").asText(), NAME_LETTERS);
    }

    private static <T> List<T> each(JsonNode list, int max, Function<JsonNode, T> read) {
        return StreamSupport.stream(list.spliterator(), false)
                .limit(max)
                .map(read)
                .toList();
    }

    private static long count(JsonNode of, String field) {
        return number(of, field).orElse(0);
    }

    /** Empty if it is not there or less than 0. */
    private static OptionalLong number(JsonNode of, String field) {
        JsonNode value = of.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
