// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.banyan.rpc.RpcLimits;
import network.banyan.rpc.RpcServer;
import network.banyan.rpc.RpcSettings;
import network.banyan.rpc.http.Access;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.testkit.Vectors;
import org.junit.jupiter.api.Test;

/**
 * The request and response pairs of ethereum/execution-apis, asked of our JSON-RPC over their own chain, imported from
 * genesis and run block by block. An answer counts if it is theirs, field for field,
 * hashes of simulated blocks and the state roots in them included.
 */
class PairsTest {
    private static final int PAIRS = 236;
    private static final int ANSWERED = 192;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Pairs whose answers cannot be the same, by the reason. */
    private static final Map<String, List<String>> LEFT_OUT = Map.of(
            "headers from before Prague have fewer fields than any of ours",
            List.of(
                    "debug_getRawBlock/get-block-n",
                    "debug_getRawBlock/get-genesis",
                    "debug_getRawHeader/get-block-n",
                    "debug_getRawHeader/get-genesis",
                    "eth_getBlockByHash/get-block-by-hash",
                    "eth_getBlockByNumber/get-block-cancun-fork",
                    "eth_getBlockByNumber/get-block-london-fork",
                    "eth_getBlockByNumber/get-block-merge-fork",
                    "eth_getBlockByNumber/get-block-shanghai-fork",
                    "eth_getBlockByNumber/get-genesis",
                    "eth_simulateV1/ethSimulate-empty-with-block-num-set-firstblock"),
            "receipts from before Byzantium hold a state root, ours a status",
            List.of(
                    "debug_getRawReceipts/get-block-n",
                    "eth_getBlockReceipts/get-block-receipts-by-hash",
                    "eth_getBlockReceipts/get-block-receipts-n",
                    "eth_getTransactionReceipt/get-legacy-contract",
                    "eth_getTransactionReceipt/get-legacy-input",
                    "eth_getTransactionReceipt/get-legacy-receipt"),
            "each step of a trace tells the gas of Homestead's rules",
            List.of(
                    "debug_traceBlockByHash/trace-block-with-transactions",
                    "debug_traceBlockByNumber/trace-block-memory-encoding",
                    "debug_traceBlockByNumber/trace-block-return-data-behavior",
                    "debug_traceBlockByNumber/trace-block-return-data-behavior#2",
                    "debug_traceBlockByNumber/trace-block-storage-encoding",
                    "debug_traceBlockByNumber/trace-block-storage-snapshot-timing",
                    "debug_traceBlockByNumber/trace-block-with-transactions",
                    "debug_traceTransaction/trace-contract-call"),
            "the method is not offered",
            List.of(
                    "eth_baseFee/get-current-basefee",
                    "eth_capabilities/get-capabilities",
                    "eth_config/get-config",
                    "eth_getStorageValues/get-storage-values",
                    "eth_getStorageValues/get-storage-values-default-block",
                    "eth_getStorageValues/get-storage-values-empty-request",
                    "eth_getStorageValues/get-storage-values-multiple-addresses",
                    "eth_getStorageValues/get-storage-values-unknown-account",
                    "testing_buildBlockV1/build-block-empty-transactions",
                    "testing_buildBlockV1/build-block-from-mempool#2",
                    "testing_buildBlockV1/build-block-invalid-transaction",
                    "testing_buildBlockV1/build-block-with-transactions"),
            "our chains take no blobs, which a price before Cancun of 1 instead of 0 shows, too",
            List.of(
                    "eth_feeHistory/fee-history",
                    "eth_sendRawTransaction/send-blob-tx",
                    "eth_simulateV1/ethSimulate-blobs",
                    "txpool_status/get-status"),
            "what a call touched before it reverted is not listed",
            List.of("eth_createAccessList/create-al-abi-revert"),
            "theirs numbers logs as if those that do not stand were there",
            List.of("eth_simulateV1/ethSimulate-use-as-many-features-as-possible"),
            "words about another program's types",
            List.of("debug_getRawTransaction/get-invalid-hash"));

    private record Pair(String name, String request, JsonNode response) {}

    private static List<Pair> pairs(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(path -> path.toString().endsWith(".io")).sorted().toList();
        }
        List<Pair> pairs = new ArrayList<>();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace(".io", "");
            String request = "";
            int count = 0;
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(">> ")) {
                    request = line.substring(3);
                } else if (line.startsWith("<< ")) {
                    count++;
                    pairs.add(new Pair(
                            count == 1 ? name : name + "#" + count, request, JSON.readTree(line.substring(3))));
                }
            }
        }
        return pairs;
    }

    @Test
    void answersAsEthereumsOwnVectorsSay() throws Exception {
        Path folder = Vectors.folder("execution-apis", "236 pairs of execution-apis");
        var chain = new VectorChain(folder);
        List<Pair> pairs = pairs(folder);
        Map<String, String> differing = new TreeMap<>();
        var settings = new RpcSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Access.USUAL,
                "banyan/test",
                RpcLimits.standard());
        try (RpcServer server = RpcServer.start(
                        settings, new VectorView(chain), new RpcMethods(), PageSource.NONE, RpcObserver.NONE);
                HttpClient http = HttpClient.newHttpClient()) {
            URI node = URI.create("http://127.0.0.1:" + server.address().getPort());
            for (Pair pair : pairs) {
                String body = http.send(
                                HttpRequest.newBuilder(node)
                                        .POST(HttpRequest.BodyPublishers.ofString(standIns(chain, pair.request())))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
                JsonNode answer = comparable(JSON.readTree(trueHashes(chain, body)));
                JsonNode expected = comparable(pair.response());
                if (!answer.equals(expected)) {
                    differing.put(
                            pair.name(), "\nasked %s\nwant  %s\ngot   %s".formatted(pair.request(), expected, answer));
                }
            }
        }
        Set<String> known = LEFT_OUT.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        assertThat(pairs).hasSize(PAIRS);
        assertThat(differing.keySet())
                .as(() -> differing.entrySet().stream()
                        .filter(pair -> !known.contains(pair.getKey()))
                        .map(Object::toString)
                        .reduce("", String::concat))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(pairs.size() - differing.size()).isEqualTo(ANSWERED);
    }

    /** Addresses in our messages have no capital letters. */
    private static JsonNode comparable(JsonNode answer) {
        if (answer.get("error") instanceof ObjectNode error) {
            error.put("message", error.path("message").asText().toLowerCase(Locale.ROOT));
        }
        return answer;
    }

    /** The request, with the hashes that older blocks have here. */
    private static String standIns(VectorChain chain, String request) {
        String text = request;
        for (VectorChain.Entry entry : chain.entries()) {
            text = text.replace(
                    entry.block().hash().toHex(), entry.block().block().hash().toHex());
        }
        return text;
    }

    /** The answer, with the hashes that older blocks really have. */
    private static String trueHashes(VectorChain chain, String answer) {
        String text = answer;
        for (VectorChain.Entry entry : chain.entries()) {
            text = text.replace(
                    entry.block().block().hash().toHex(), entry.block().hash().toHex());
        }
        return text;
    }
}
