// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.ledger.Transaction;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.Wallet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A light node with little heap before real validators, among sources that lie each in their own way. */
class LightNodeTest {
    private static final int HEAP_MIB = 48;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Address OWNER = TestAccount.deviceOwner().address();
    private static final Address ELECTION = ElectionContract.ADDRESS;

    @Test
    void answersWhatItCanVerifyWhoeverLies(@TempDir Path dir) {
        try (Cluster cluster = Cluster.prepare(
                dir, "--validators", "4", "--seats", "4", "--epoch-blocks", "12", "--block-time", "400ms")) {
            cluster.startAll();
            JsonRpcClient full = cluster.node(1).client();
            cluster.awaitAll(14);
            try (Liar balances = new Liar(full.node(), "eth_getProof", LightNodeTest::withMoreCoins);
                    Liar headers = new Liar(full.node(), "debug_getRawHeader", LightNodeTest::withAnotherDigit);
                    Liar certificates = new Liar(full.node(), "banyan_certificate", LightNodeTest::withAnotherDigit);
                    Liar receipts = new Liar(full.node(), "debug_getRawReceipts", LightNodeTest::withAnotherDigit);
                    NodeProcess light = made(
                            dir,
                            List.of(balances.url(), headers.url(), certificates.url(), receipts.url(), node(full)))) {
                light.start();
                Deadline.until("it has followed the chain", PATIENCE, () -> light.isAtLeast(14));
                JsonNode receipt = sent(light.client());
                equalAnswers(light.client(), full, receipt);
                refusesByName(light.client());
                foundOut(light.client(), full, List.of(balances, headers, certificates, receipts));
                assertThat(light.residentMib()).as("MiB in memory").isLessThan(320);
                System.out.printf("light node: %d MiB resident with a heap of %d%n", light.residentMib(), HEAP_MIB);
                goesOnAfterAKill(light, cluster);
            }
        }
    }

    private static String node(JsonRpcClient node) {
        return node.node().toString();
    }

    private static String withMoreCoins(String answer) {
        return answer.replace("\"balance\":\"0x", "\"balance\":\"0x1");
    }

    /** Far inside the last piece of hex, where it is long. */
    private static String withAnotherDigit(String answer) {
        int at = answer.lastIndexOf("0x") + 70;
        if (at >= answer.length() - 20) {
            return answer;
        }
        char other = answer.charAt(at) == '0' ? '1' : '0';
        return answer.substring(0, at) + other + answer.substring(at + 1);
    }

    private static NodeProcess made(Path dir, List<String> sources) {
        Path folder = dir.resolve("light");
        Cli.Outcome init = Cli.run(
                dir,
                "init",
                "--light",
                "--genesis",
                dir.resolve("net").resolve("genesis.json").toString(),
                "--from",
                String.join(",", sources),
                "--rpc-port",
                String.valueOf(FreePort.any()),
                "--dir",
                folder.toString());
        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(folder.resolve("banyan.toml")).content().contains("role = \"light\"");
        assertThat(folder.resolve("keys")).doesNotExist();
        return new NodeProcess(0, folder, List.of(), HEAP_MIB);
    }

    /** A transaction made and sent by what the light node tells alone. */
    private static JsonNode sent(JsonRpcClient light) {
        var chain = new ChainClient(light);
        Wallet wallet = Wallet.of(TestAccount.deviceOwner().privateKey());
        Transaction transaction =
                wallet.prepare(chain, Optional.of(Address.ofNumber(4_242)), UInt256.of(5), Bytes.EMPTY);
        assertThat(light.call("eth_sendRawTransaction", transaction.encoded().toHex())
                        .asText())
                .isEqualTo(transaction.hash().toHex());
        assertThat(light.call("eth_getTransactionCount", OWNER.toHex(), "pending")
                        .asText())
                .isEqualTo("0x" + Long.toHexString(transaction.body().nonce() + 1));
        Deadline.until(
                "the transaction is final here",
                PATIENCE,
                () -> !light.call(
                                "eth_getTransactionReceipt", transaction.hash().toHex())
                        .isNull());
        return light.call("eth_getTransactionReceipt", transaction.hash().toHex());
    }

    private static void equalAnswers(JsonRpcClient light, JsonRpcClient full, JsonNode receipt) {
        String mined = receipt.path("blockNumber").asText();
        String hash = receipt.path("transactionHash").asText();
        Map<String, String> call = Map.of(
                "to", ELECTION.toHex(), "input", ElectionContract.ranked().toHex());
        Map<String, String> transfer =
                Map.of("from", OWNER.toHex(), "to", Address.ofNumber(77).toHex(), "value", "0x1");
        // A full node proves the states of its last blocks only, so each question is of the newest.
        List<Function<String, Asked>> questions = List.of(
                block -> Asked.of("eth_getBalance", OWNER.toHex(), block),
                block -> Asked.of("eth_getBalance", Address.ofNumber(987_654).toHex(), block),
                block -> Asked.of("eth_getTransactionCount", OWNER.toHex(), block),
                block -> Asked.of("eth_getCode", ELECTION.toHex(), block),
                block -> Asked.of("eth_getStorageAt", ELECTION.toHex(), "0x0", block),
                block -> Asked.of("eth_getStorageAt", OWNER.toHex(), "0x7", block),
                block -> Asked.of("eth_getProof", ELECTION.toHex(), List.of("0x0", "0x1", "0x1234"), block),
                block -> Asked.of("eth_getProof", ELECTION.toHex(), slots(600), block),
                block -> Asked.of("eth_call", call, block),
                block -> Asked.of("eth_estimateGas", call, block),
                block -> Asked.of("eth_estimateGas", transfer, block),
                block -> Asked.of("eth_createAccessList", call, block),
                block -> Asked.of("eth_getBlockByNumber", block, false),
                _ -> Asked.of("eth_getBlockByNumber", mined, true),
                _ -> Asked.of("eth_getBlockByNumber", "0x0", false),
                _ -> Asked.of("eth_getBlockByHash", receipt.path("blockHash").asText(), false),
                _ -> Asked.of("eth_getBlockReceipts", mined),
                _ -> Asked.of("eth_getTransactionByHash", hash),
                _ -> Asked.of("eth_getTransactionReceipt", hash),
                _ -> Asked.of("eth_getTransactionReceipt", "0x" + "12".repeat(32)),
                _ -> Asked.of("eth_getLogs", Map.of("fromBlock", "0x1", "toBlock", mined)),
                _ -> Asked.of("eth_feeHistory", "0x5", mined, List.of(10, 50)),
                _ -> Asked.of("eth_chainId"),
                _ -> Asked.of("net_version"),
                _ -> Asked.of("banyan_genesis"));
        for (Function<String, Asked> question : questions) {
            Asked asked = question.apply(light.call("eth_blockNumber").asText());
            assertThat(asked.of(light)).as(asked.toString()).isEqualTo(asked.of(full));
        }
        assertThat(light.call("banyan_epoch").path("epoch").asLong()).isPositive();
        assertThat(light.call("eth_syncing").asText()).isEqualTo("false");
        assertThat(light.call("eth_gasPrice").asText()).startsWith("0x");
    }

    private static List<String> slots(int count) {
        return IntStream.range(0, count)
                .mapToObj(slot -> "0x" + Integer.toHexString(slot))
                .toList();
    }

    private record Asked(String method, List<Object> params) {
        static Asked of(String method, Object... params) {
            return new Asked(method, List.of(params));
        }

        JsonNode of(JsonRpcClient node) {
            return node.call(method, params.toArray());
        }
    }

    private static void refusesByName(JsonRpcClient light) {
        assertThatThrownBy(() -> light.call("txpool_content"))
                .hasMessageContaining("txpool_content is not available on a light node")
                .hasMessageContaining("-32601");
        assertThatThrownBy(
                        () -> light.call("eth_call", Map.of("to", ELECTION.toHex(), "input", "0x12345678"), "latest"))
                .hasMessageContaining("revert");
    }

    /** Each of them lies when it is asked for what it lies about, so it is asked until it did. */
    private static void foundOut(JsonRpcClient light, JsonRpcClient full, List<Liar> liars) {
        for (Liar liar : liars) {
            Deadline.until(liar.url() + " is found out", PATIENCE, () -> {
                if (lies(light, liar.url()) > 0) {
                    return true;
                }
                String block = light.call("eth_blockNumber").asText();
                Asked balance = Asked.of("eth_getBalance", OWNER.toHex(), block);
                assertThat(balance.of(light)).isEqualTo(balance.of(full));
                if (liar.equals(liars.getLast())) {
                    String mined = sent(light).path("blockNumber").asText();
                    Asked receipts = Asked.of("eth_getBlockReceipts", mined);
                    assertThat(receipts.of(light)).isEqualTo(receipts.of(full));
                }
                return false;
            });
        }
        assertThat(lies(light, node(full))).as("lies of the honest one").isZero();
    }

    private static long lies(JsonRpcClient light, String url) {
        for (JsonNode source : light.call("banyan_status").path("sources")) {
            if (source.path("url").asText().equals(url)) {
                return source.path("lies").asLong();
            }
        }
        throw new AssertionError(url + " is no source");
    }

    private static void goesOnAfterAKill(NodeProcess light, Cluster cluster) {
        Deadline.until(
                "an epoch's start is on disk",
                PATIENCE,
                () -> Files.exists(light.data().resolve("light.json")));
        light.kill();
        light.start();
        long height = cluster.height();
        Deadline.until("it goes on", PATIENCE, () -> light.isAtLeast(height));
        List<String> begins = light.log()
                .lines()
                .filter(line -> line.contains("light node light-node begins"))
                .collect(Collectors.toList());
        assertThat(begins).hasSize(2);
        assertThat(begins.getLast()).doesNotContain("of epoch 0,");
        assertThat(light.stop()).isEqualTo(143);
    }
}
