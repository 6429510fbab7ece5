// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The request and response pairs of ethereum/execution-apis, as far as they ask what a chain without its states can tell:
 * our answers must be theirs, field for field. What calls and proofs would compute is put into the chain's mouth; here
 * only how it is told counts.
 */
class ExecutionApisTest {
    private static final int PAIRS_EXPECTED = 73;

    /** Whole folders that need a state, or ask what we do not offer. */
    private static final Set<String> FOLDERS_LEFT_OUT = Set.of(
            // Computed from states, which the fake chain has not; their shapes are tested beside it.
            "eth_getBalance",
            "eth_getCode",
            "eth_getTransactionCount",
            "eth_estimateGas",
            "eth_feeHistory",
            // Not offered.
            "eth_baseFee",
            "eth_capabilities",
            "eth_config",
            "eth_createAccessList",
            "eth_getStorageValues",
            "testing_buildBlockV1",
            // Played by SimulateVectorsTest.
            "eth_simulateV1");

    private static final Set<String> PAIRS_LEFT_OUT = Set.of(
            // Headers, or receipts with a state root, from before Prague: our chains never had them.
            "eth_getBlockByHash/get-block-by-hash",
            "eth_getBlockByNumber/get-block-cancun-fork",
            "eth_getBlockByNumber/get-block-london-fork",
            "eth_getBlockByNumber/get-block-merge-fork",
            "eth_getBlockByNumber/get-block-shanghai-fork",
            "eth_getBlockByNumber/get-genesis",
            "eth_getBlockTransactionCountByHash/get-genesis",
            "eth_getBlockReceipts/get-block-receipts-by-hash",
            "eth_getBlockReceipts/get-block-receipts-n",
            "eth_getTransactionReceipt/get-legacy-contract",
            "eth_getTransactionReceipt/get-legacy-input",
            "eth_getTransactionReceipt/get-legacy-receipt",
            "debug_getRawBlock/get-block-n",
            "debug_getRawBlock/get-genesis",
            "debug_getRawHeader/get-block-n",
            "debug_getRawHeader/get-genesis",
            "debug_getRawReceipts/get-block-n",
            "debug_traceBlockByHash/trace-genesis",
            // Blocks from before Cancun, by whose rules our machine does not run.
            "debug_traceBlockByHash/trace-block-with-transactions",
            "debug_traceBlockByNumber/trace-block-memory-encoding",
            "debug_traceBlockByNumber/trace-block-return-data-behavior",
            "debug_traceBlockByNumber/trace-block-storage-encoding",
            "debug_traceBlockByNumber/trace-block-storage-snapshot-timing",
            "debug_traceBlockByNumber/trace-block-with-transactions",
            "debug_traceTransaction/trace-contract-call",
            "debug_traceTransaction/trace-legacy-transfer",
            // Words about another program's types.
            "debug_getRawTransaction/get-invalid-hash",
            // Found by logs of blocks whose other receipts nobody tells.
            "eth_getLogs/contract-addr",
            // Need storage.
            "eth_getStorageAt/get-storage",
            "eth_getStorageAt/get-storage-default-block",
            // Blobs: refused by our chains.
            "eth_sendRawTransaction/send-blob-tx",
            // The pool of another moment; tested below.
            "txpool_content/get-content",
            "txpool_status/get-status");

    private Path folder;
    private VectorChain vectors;
    private RpcServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        String given = System.getenv("BANYAN_VECTORS");
        Path root = Path.of(System.getProperty("banyan.root", "."));
        folder = (given == null ? root.resolve("../shared/vectors") : Path.of(given)).resolve("execution-apis");
        assumeTrue(Files.isDirectory(folder), PAIRS_EXPECTED + " pairs of execution-apis skipped: no " + folder);
        vectors = new VectorChain(folder, receiptsTold());
        var settings = ServerTest.settings(RpcLimits.standard());
        server = RpcServer.start(settings, vectors.chain, new RpcMethods(), PageSource.NONE, RpcObserver.NONE);
        client = new Client(server.address());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            client.close();
            server.close();
        }
    }

    /** Every receipt the vectors tell that has a status and stands where its block's logs begin to be known. */
    private Map<String, JsonNode> receiptsTold() throws IOException {
        Map<String, JsonNode> told = new TreeMap<>();
        for (Pair pair : pairs()) {
            JsonNode result = pair.response().path("result");
            if (pair.name().startsWith("eth_getTransactionReceipt/") && result.has("status")) {
                told.put(result.get("transactionHash").asText(), result);
            }
            if (pair.name().equals("eth_getBlockReceipts/get-block-receipts-latest")) {
                result.forEach(
                        receipt -> told.put(receipt.get("transactionHash").asText(), receipt));
            }
        }
        for (Pair pair : pairs()) {
            if (pair.name().startsWith("eth_getLogs/topic-exact")) {
                addLogs(told, pair.response().get("result"));
            }
        }
        return told;
    }

    /** A receipt around each log that stands first in its block. */
    private static void addLogs(Map<String, JsonNode> told, JsonNode logs) {
        for (JsonNode log : logs) {
            ObjectNode receipt = Client.JSON.createObjectNode();
            receipt.put("type", "0x0")
                    .put("status", "0x1")
                    .put("cumulativeGasUsed", "0xea60")
                    .put("gasUsed", "0x5208");
            receipt.putArray("logs").add(log);
            told.putIfAbsent(log.get("transactionHash").asText(), receipt);
        }
    }

    private record Pair(String name, JsonNode request, JsonNode response) {}

    private List<Pair> pairs() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(path -> path.toString().endsWith(".io")).sorted().toList();
        }
        List<Pair> pairs = new ArrayList<>();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace(".io", "");
            JsonNode request = null;
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(">> ")) {
                    request = Client.parse(line.substring(3));
                } else if (line.startsWith("<< ") && request != null) {
                    pairs.add(new Pair(name, request, Client.parse(line.substring(3))));
                }
            }
        }
        return pairs;
    }

    @Test
    void answersAsEthereumsOwnVectorsSay() throws IOException {
        Set<String> answered = new TreeSet<>();
        for (Pair pair : pairs()) {
            String method = pair.name().substring(0, pair.name().indexOf('/'));
            if (FOLDERS_LEFT_OUT.contains(method) || PAIRS_LEFT_OUT.contains(pair.name())) {
                continue;
            }
            prepare(pair);
            String request = vectors.withStandIns(pair.request().toString());
            JsonNode answer =
                    Client.parse(vectors.withTrueHashes(client.post(request).body()));
            assertThat(answer).as(pair.name()).isEqualTo(pair.response());
            answered.add(pair.name());
        }
        assertThat(answered).hasSize(PAIRS_EXPECTED);
    }

    /** Lets the chain compute what the vector says it computes. */
    private void prepare(Pair pair) {
        JsonNode result = pair.response().path("result");
        if (pair.name().startsWith("eth_call/")) {
            JsonNode error = pair.response().path("error");
            vectors.chain.onCall = _ -> error.isMissingNode()
                    ? new CallOutcome.Returned(Bytes.fromHex(result.asText()), 0)
                    : new CallOutcome.Reverted(Bytes.fromHex(error.get("data").asText()), 0);
        }
        if (pair.name().startsWith("eth_getProof/")) {
            vectors.chain.onProve = address -> proof(address, result);
        }
    }

    private static AccountProof proof(Address address, JsonNode result) {
        List<AccountProof.SlotProof> slots = new ArrayList<>();
        for (JsonNode slot : result.get("storageProof")) {
            slots.add(new AccountProof.SlotProof(
                    UInt256.fromHex(slot.get("key").asText()),
                    UInt256.fromHex(slot.get("value").asText()),
                    nodes(slot.get("proof"))));
        }
        var account = new Account(
                Long.decode(result.get("nonce").asText()),
                UInt256.fromHex(result.get("balance").asText()),
                Hash.fromHex(result.get("codeHash").asText()));
        return new AccountProof(
                address,
                account,
                Hash.fromHex(result.get("storageHash").asText()),
                nodes(result.get("accountProof")),
                slots);
    }

    private static List<Bytes> nodes(JsonNode list) {
        List<Bytes> nodes = new ArrayList<>();
        list.forEach(node -> nodes.add(Bytes.fromHex(node.asText())));
        return nodes;
    }

    @Test
    void showsThePoolAsEthereumsOwnVectorsSay() throws IOException {
        Pair content = pairs().stream()
                .filter(pair -> pair.name().equals("txpool_content/get-content"))
                .findFirst()
                .orElseThrow();
        String sender = "0x0c2c51a0990AeE1d73C1228de158688341557508";
        JsonNode expected = content.response().get("result").get("pending").get(sender);
        for (Pair pair : pairs()) {
            if (pair.name().startsWith("eth_sendRawTransaction/")
                    && !pair.name().contains("blob")) {
                vectors.chain.submit(Transaction.decode(
                        Bytes.fromHex(pair.request().get("params").get(0).asText())
                                .toArray()));
            }
        }

        assertThat(client.result("txpool_content").get("pending").get(sender)).isEqualTo(expected);
    }
}
