// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.TOKEN;
import static network.banyan.rpc.Transactions.log;
import static network.banyan.rpc.Transactions.receipt;
import static network.banyan.rpc.Transactions.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMethodsTest extends ServerTest {
    private final Transaction first = transfer(ALICE_KEY, 0, BOB, 5);
    private final Transaction second = Transactions.dynamic(ALICE_KEY, 1, Optional.empty(), 0, Bytes.fromHex("0x6001"));
    private Block block;
    private Client client;

    @BeforeEach
    void fill() {
        block = chain.append(
                List.of(first, second), List.of(receipt(first, 21_000), receipt(second, 71_000, log(TOKEN, 1))));
        client = start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "safe", "finalized", "pending", "0x1"})
    void findsTheNewestBlockByEveryName(String name) {
        JsonNode found = client.result("eth_getBlockByNumber", "\"" + name + "\",false");

        assertThat(found.get("hash").asText()).isEqualTo(block.hash().toHex());
        assertThat(found.get("transactions").get(1).asText())
                .isEqualTo(second.hash().toHex());
    }

    @Test
    void findsGenesisAsEarliest() {
        assertThat(client.result("eth_getBlockByNumber", "\"earliest\",true")
                        .get("number")
                        .asText())
                .isEqualTo("0x0");
    }

    @Test
    void findsABlockByHashWithWholeTransactions() {
        JsonNode found = client.result("eth_getBlockByHash", "\"" + block.hash() + "\",true");

        assertThat(found.get("size").asText()).isEqualTo("0x" + Integer.toHexString(block.encode().length));
        JsonNode transaction = found.get("transactions").get(0);
        assertThat(transaction.get("from").asText()).isEqualTo(ALICE.toHex());
        assertThat(transaction.get("to").asText()).isEqualTo(BOB.toHex());
        assertThat(transaction.get("gasPrice").asText()).isEqualTo("0x3bb94e80");
        assertThat(transaction.get("blockHash").asText()).isEqualTo(block.hash().toHex());
    }

    @Test
    void knowsNothingOfBlocksToCome() {
        assertThat(client.result("eth_getBlockByNumber", "\"0x2\",false").isNull())
                .isTrue();
        assertThat(client.result("eth_getBlockTransactionCountByNumber", "\"0x2\"")
                        .isNull())
                .isTrue();
        assertThat(client.result("eth_getUncleCountByBlockNumber", "\"0x2\"").isNull())
                .isTrue();
        assertThat(client.result("eth_getBlockReceipts", "\"0x2\"").isNull()).isTrue();
    }

    @Test
    void countsTransactionsAndNoUncles() {
        String hash = "\"" + block.hash() + "\"";
        assertThat(client.result("eth_getBlockTransactionCountByNumber", "\"latest\"")
                        .asText())
                .isEqualTo("0x2");
        assertThat(client.result("eth_getBlockTransactionCountByHash", hash).asText())
                .isEqualTo("0x2");
        assertThat(client.result("eth_getUncleCountByBlockHash", hash).asText()).isEqualTo("0x0");
        assertThat(client.result("eth_getUncleByBlockHashAndIndex", hash + ",\"0x0\"")
                        .isNull())
                .isTrue();
    }

    @Test
    void findsATransactionByItsPlace() {
        assertThat(client.result("eth_getTransactionByBlockNumberAndIndex", "\"0x1\",\"0x1\"")
                        .get("hash")
                        .asText())
                .isEqualTo(second.hash().toHex());
        assertThat(client.result("eth_getTransactionByBlockHashAndIndex", "\"" + block.hash() + "\",\"0x2\"")
                        .isNull())
                .isTrue();
    }

    @Test
    void tellsEachReceiptItsShareOfTheBlock() {
        JsonNode receipts = client.result("eth_getBlockReceipts", "\"0x1\"");

        assertThat(receipts).hasSize(2);
        assertThat(receipts.get(0).get("contractAddress").isNull()).isTrue();
        assertThat(receipts.get(1).get("gasUsed").asText()).isEqualTo("0xc350");
        assertThat(receipts.get(1).get("cumulativeGasUsed").asText()).isEqualTo("0x11558");
        assertThat(receipts.get(1).get("logs").get(0).get("logIndex").asText()).isEqualTo("0x0");
        assertThat(receipts.get(1).get("to").isNull()).isTrue();
        assertThat(receipts.get(1).get("contractAddress").asText()).hasSize(42);
    }

    @Test
    void readsBlocksOfEip1898() {
        chain.setAccount(ALICE, 4, network.banyan.primitives.UInt256.ONE, Bytes.EMPTY);
        String account = "\"" + ALICE + "\",";
        assertThat(client.result("eth_getBalance", account + "{\"blockHash\":\"" + block.hash() + "\"}")
                        .asText())
                .isEqualTo("0x1");
        assertThat(client.result("eth_getBalance", account + "{\"blockNumber\":\"0x1\"}")
                        .asText())
                .isEqualTo("0x1");
        assertThat(client.error("eth_getBalance", account + "{}"))
                .isEqualTo("-32602 invalid argument 1: name either blockHash or blockNumber");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"newest\"", "\"0xzz\"", "\"0x\"", "-1", "1.5", "true", "[]", "\"0x10000000000000000\""})
    void refusesWhatNamesNoBlock(String block) {
        assertThat(client.error("eth_getBlockByNumber", block + ",false")).startsWith("-32602 invalid argument 0: ");
    }
}
