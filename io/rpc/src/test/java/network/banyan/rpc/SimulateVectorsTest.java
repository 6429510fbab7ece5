// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import org.junit.jupiter.api.Test;

/**
 * The pairs of ethereum/execution-apis for {@code eth_simulateV1}, really run on their chain's last block. Its state is not
 * known here, and few pairs look at it; what commits to it is left out of the comparison: state roots, and so hashes of
 * blocks. Everything else must be the same, the hashes of transactions and the roots of receipts among it.
 */
class SimulateVectorsTest {
    private static final int PAIRS = 91;

    /** Pairs whose answers cannot be the same, and why. */
    private static final Map<String, String> LEFT_OUT = new TreeMap<>(Map.of(
            "ethSimulate-add-more-non-defined-BlockStateCalls-than-fit-but-now-with-fit",
            "a contract returns the hash of a simulated block",
            "ethSimulate-blobs",
            "blobs are refused",
            "ethSimulate-blockhash-complex",
            "a contract returns the hash of a simulated block",
            "ethSimulate-blockhash-start-before-head",
            "a contract returns the hash of a simulated block",
            "ethSimulate-empty-with-block-num-set-firstblock",
            "a header from before Prague",
            "ethSimulate-empty-with-block-num-set-minusone",
            "its parent carries blobs",
            "ethSimulate-overwrite-existing-contract",
            "a contract returns the hash of a simulated block",
            "ethSimulate-use-as-many-features-as-possible",
            "it numbers logs as if those that do not stand were there"));

    @Test
    void simulatesAsEthereumsOwnVectorsSay() throws IOException {
        String given = System.getenv("BANYAN_VECTORS");
        Path root = Path.of(System.getProperty("banyan.root", "."));
        Path folder = (given == null ? root.resolve("../shared/vectors") : Path.of(given)).resolve("execution-apis");
        assumeTrue(Files.isDirectory(folder), PAIRS + " pairs of execution-apis skipped: no " + folder);
        var vectors = new VectorChain(folder, new TreeMap<>());
        // The proposer of all those blocks, so that it is no new account.
        vectors.chain.setAccount(Address.ZERO, 0, UInt256.ONE, Bytes.EMPTY);
        var settings = ServerTest.settings(RpcLimits.standard());
        Map<String, String> differing = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve("eth_simulateV1"))) {
            files = all.sorted().toList();
        }
        try (RpcServer server =
                        RpcServer.start(settings, vectors.chain, new RpcMethods(), PageSource.NONE, RpcObserver.NONE);
                Client client = new Client(server.address())) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".io", "");
                List<String> lines = Files.readAllLines(file);
                String request = line(lines, ">> ");
                JsonNode expected = comparable(Client.parse(line(lines, "<< ")));
                JsonNode answer = comparable(
                        Client.parse(vectors.withTrueHashes(client.post(request).body())));
                if (!answer.equals(expected)) {
                    differing.put(name, "\nasked " + request + "\nwant  " + expected + "\ngot   " + answer);
                }
            }
        }
        assertThat(files).hasSize(PAIRS);
        assertThat(differing.keySet())
                .as(() -> differing.entrySet().stream()
                        .filter(pair -> !LEFT_OUT.containsKey(pair.getKey()))
                        .map(Object::toString)
                        .reduce("", String::concat))
                .isEqualTo(LEFT_OUT.keySet());
    }

    private static String line(List<String> lines, String mark) {
        return lines.stream()
                .filter(line -> line.startsWith(mark))
                .findFirst()
                .orElseThrow()
                .substring(mark.length());
    }

    /** Without what commits to a state; addresses in messages have no capital letters here. */
    private static JsonNode comparable(JsonNode answer) {
        answer.findParents("blockHash").forEach(parent -> ((ObjectNode) parent).remove("blockHash"));
        answer.path("result").forEach(block -> ((ObjectNode) block).remove(List.of("hash", "parentHash", "stateRoot")));
        if (answer.get("error") instanceof ObjectNode error) {
            error.put("message", error.path("message").asText().toLowerCase(Locale.ROOT));
        }
        return answer;
    }
}
