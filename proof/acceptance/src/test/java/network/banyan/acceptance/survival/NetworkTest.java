// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network from nothing: four delegates from their folders, and a full node that joins. */
class NetworkTest {
    private static final int DELEGATES = 4;
    private static final int SIGTERM = 143;

    @Test
    void fourDelegatesRunFromTheirFoldersAndAFullNodeFollows(@TempDir Path dir) throws IOException {
        String net = dir.resolve("net").toString();
        int p2p = FreePorts.row(DELEGATES + 1);
        create(dir, net, p2p, FreePorts.row(DELEGATES));
        Path full = dir.resolve("full");
        Cli.Outcome made = Cli.run(
                dir,
                "init",
                "--genesis",
                net + "/genesis.json",
                "--dir",
                full.toString(),
                "--rpc-port",
                "0",
                "--p2p-port",
                String.valueOf(p2p + DELEGATES));
        assertThat(made.exit()).as(made.err()).isZero();
        know(dir.resolve("net/delegate-1/banyan.toml"), peer(made.out()), p2p + DELEGATES);

        List<NodeProcess> delegates = new ArrayList<>(IntStream.rangeClosed(1, DELEGATES)
                .mapToObj(number -> new NodeProcess(number, dir.resolve("net/delegate-" + number)))
                .toList());
        try (Cli.Running follower = Cli.start(dir, "node", "--dir", full.toString(), "--log-format", "json");
                var collector = new SpanCollector()) {
            for (NodeProcess each : delegates) {
                trace(each.config(), collector.url());
            }
            delegates.forEach(NodeProcess::start);
            delegates.forEach(each -> Deadline.until(each + " is at block 12", () -> each.isAtLeast(12)));
            var client = new JsonRpcClient(URI.create(follower.says("RPC (http://[0-9.:]+)")));
            Deadline.until(
                    "the full node follows",
                    () -> client.call("banyan_status").path("height").asLong() >= 12);
            String ten = client.call("eth_getBlockByNumber", "0xa", false)
                    .path("hash")
                    .asText();
            assertThat(delegates
                            .getFirst()
                            .client()
                            .call("eth_getBlockByNumber", "0xa", false)
                            .path("hash")
                            .asText())
                    .isEqualTo(ten);
            isTraced(collector, ten, delegates.getFirst().client().node());
            isJson(follower.log(), full);
            for (NodeProcess each : delegates) {
                assertThat(each.stop()).as(each.said()).isIn(0, SIGTERM);
                assertThat(each.log()).contains("stopped at its own wish").doesNotContain("ERROR");
            }
        } finally {
            delegates.forEach(NodeProcess::close);
        }
    }

    private static void trace(Path config, URI collector) throws IOException {
        Files.writeString(config, "\n[traces]\nurl = \"%s\"\npercent = 100\n".formatted(collector), APPEND);
    }

    /** All four tell of a block in one trace that is named after it, and a request joins its caller's. */
    private static void isTraced(SpanCollector collector, String block, URI node) throws IOException {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        HttpRequest request = HttpRequest.newBuilder(node)
                .header("content-type", "application/json")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("result");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        var asked = new SpanCollector.Span("delegate-1", "eth_chainId", trace, "00f067aa0ba902b7");
        Deadline.until(
                "the request is a span of its caller's trace",
                () -> collector.spans().contains(asked));
        String whole = block.substring(2, 34);
        for (int number = 1; number <= DELEGATES; number++) {
            var told = new SpanCollector.Span("delegate-" + number, "block", whole, "");
            Deadline.until(
                    "%s is told of".formatted(told), () -> collector.spans().contains(told));
        }
        assertThat(collector.spans())
                .filteredOn(span -> span.trace().equals(whole))
                .extracting(SpanCollector.Span::name)
                .contains("execution", "commit");
    }

    /** Each line is an object that says when, how grave and what; none says what nobody may know. */
    private static void isJson(String log, Path node) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(Instant.parse(line.path("time").asText())).isBefore(Instant.now());
            assertThat(line.path("level").asText()).isIn("INFO", "WARN");
            assertThat(line.path("logger").asText()).isNotEmpty();
            assertThat(line.path("thread").asText()).isNotEmpty();
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).contains("stands at height 0");
            assertThat(line.path("height").isIntegralNumber()).isTrue();
        });
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.path("peer").isTextual()).isTrue());
        String secret = Files.readString(node.resolve("keys/node.key")).strip().replaceFirst("^0x", "");
        assertThat(secret).hasSizeGreaterThan(32);
        assertThat(log).doesNotContain(secret);
    }

    private static void create(Path dir, String net, int p2p, int rpc) {
        Cli.Outcome created = Cli.run(
                dir,
                "network",
                "create",
                "--name",
                "Acceptance",
                "--delegates",
                String.valueOf(DELEGATES),
                "--out",
                net,
                "--block-time",
                "100ms",
                "--epoch-blocks",
                "5",
                "--seats",
                "4",
                "--p2p-port",
                String.valueOf(p2p),
                "--rpc-port",
                String.valueOf(rpc));
        assertThat(created.exit()).as(created.err()).isZero();
    }

    /** The node's key, as {@code init} tells it. */
    private static String peer(String told) {
        return told.lines()
                .filter(line -> line.startsWith("node key"))
                .map(line -> line.substring("node key".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static void know(Path config, String key, int port) throws IOException {
        String before = Files.readString(config);
        String after = before.replace("peers = [\n", "peers = [\n  \"%s@127.0.0.1:%d\",\n".formatted(key, port));
        assertThat(after).isNotEqualTo(before);
        Files.writeString(config, after);
    }
}
