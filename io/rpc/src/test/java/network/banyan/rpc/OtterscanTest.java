// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.BOB_KEY;
import static network.banyan.rpc.Transactions.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.evm.ContractAddress;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class OtterscanTest extends ServerTest {
    private static final UInt256 COIN = UInt256.of(1_000_000_000_000_000_000L);

    /** A block of these, each having used 21,000 gas. */
    private void block(Transaction... transactions) {
        List<Receipt> receipts = new ArrayList<>();
        for (Transaction transaction : transactions) {
            receipts.add(Transactions.receipt(transaction, 21_000L * (receipts.size() + 1)));
        }
        chain.append(List.of(transactions), receipts);
    }

    /** Alice sends 0 to 9 to Bob, two a block. */
    private List<Transaction> tenTransfers() {
        List<Transaction> sent = new ArrayList<>();
        for (int nonce = 0; nonce < 10; nonce += 2) {
            Transaction first = Transactions.transfer(ALICE_KEY, nonce, BOB, 1);
            Transaction second = Transactions.transfer(ALICE_KEY, nonce + 1, BOB, 1);
            block(first, second);
            sent.add(first);
            sent.add(second);
        }
        return sent;
    }

    private static List<Integer> nonces(JsonNode page) {
        List<Integer> nonces = new ArrayList<>();
        page.get("txs")
                .forEach(transaction ->
                        nonces.add(Integer.decode(transaction.get("nonce").asText())));
        assertThat(page.get("receipts")).hasSize(nonces.size());
        return nonces;
    }

    @Test
    void pagesAnAccountsHistoryBackwards() {
        Client client = start();
        tenTransfers();

        JsonNode first = client.result("ots_searchTransactionsBefore", "\"%s\",0,3".formatted(BOB));
        // A page ends with a block.
        assertThat(nonces(first)).containsExactly(9, 8, 7, 6);
        assertThat(first.get("firstPage").asBoolean()).isTrue();
        assertThat(first.get("lastPage").asBoolean()).isFalse();
        assertThat(first.get("receipts").get(0).get("timestamp").asText())
                .isEqualTo(first.get("txs").get(0).get("blockTimestamp").asText());

        JsonNode second = client.result("ots_searchTransactionsBefore", "\"%s\",4,3".formatted(BOB));
        assertThat(nonces(second)).containsExactly(5, 4, 3, 2);
        JsonNode last = client.result("ots_searchTransactionsBefore", "\"%s\",2,3".formatted(BOB));
        assertThat(nonces(last)).containsExactly(1, 0);
        assertThat(last.get("firstPage").asBoolean()).isFalse();
        assertThat(last.get("lastPage").asBoolean()).isTrue();
    }

    @Test
    void pagesAnAccountsHistoryForwards() {
        Client client = start();
        tenTransfers();

        JsonNode oldest = client.result("ots_searchTransactionsAfter", "\"%s\",0,3".formatted(ALICE));
        assertThat(nonces(oldest)).containsExactly(3, 2, 1, 0);
        assertThat(oldest.get("firstPage").asBoolean()).isFalse();
        assertThat(oldest.get("lastPage").asBoolean()).isTrue();
        JsonNode newest = client.result("ots_searchTransactionsAfter", "\"%s\",4,2".formatted(ALICE));
        assertThat(nonces(newest)).containsExactly(9, 8);
        assertThat(newest.get("firstPage").asBoolean()).isTrue();
        assertThat(newest.get("lastPage").asBoolean()).isFalse();
    }

    @Test
    void findsATransactionBySenderAndNonce() {
        Client client = start();
        List<Transaction> sent = tenTransfers();
        block(Transactions.transfer(BOB_KEY, 0, ALICE, 1));

        assertThat(client.result("ots_getTransactionBySenderAndNonce", "\"%s\",7".formatted(ALICE))
                        .asText())
                .isEqualTo(sent.get(7).hash().toHex());
        assertThat(client.result("ots_getTransactionBySenderAndNonce", "\"%s\",10".formatted(ALICE))
                        .isNull())
                .isTrue();
        assertThat(client.result("ots_getTransactionBySenderAndNonce", "\"%s\",\"0x1\"".formatted(BOB))
                        .isNull())
                .isTrue();
    }

    @Test
    void findsWhoCreatedAContract() {
        Client client = start();
        Address contract = ContractAddress.of(ALICE, 1);
        Transaction creation = Transactions.dynamic(ALICE_KEY, 1, Optional.empty(), 0, Bytes.fromHex("0x00"));
        // The index of the true store names the created account, too; here a payment makes it known before.
        block(Transactions.transfer(ALICE_KEY, 0, contract, 1), creation);
        chain.created.put(creation.hash(), contract);

        JsonNode found = client.result("ots_getContractCreator", "\"" + contract + "\"");

        assertThat(found.toString())
                .isEqualTo("{\"hash\":\"%s\",\"creator\":\"%s\"}".formatted(creation.hash(), ALICE));
        assertThat(client.result("ots_getContractCreator", "\"" + BOB + "\"").isNull())
                .isTrue();
    }

    @Test
    void tellsABlockWithoutItsTransactions() {
        Client client = start();
        tenTransfers();
        String hash = chain.block(3).orElseThrow().hash().toHex();

        JsonNode details = client.result("ots_getBlockDetails", "3");

        assertThat(details).isEqualTo(client.result("ots_getBlockDetailsByHash", "\"" + hash + "\""));
        assertThat(details.get("block").get("transactionCount").asInt()).isEqualTo(2);
        assertThat(details.get("block").has("transactions")).isFalse();
        assertThat(details.get("block").get("logsBloom").isNull()).isTrue();
        assertThat(details.get("issuance").get("blockReward").asText()).isEqualTo("0x0");
        UInt256 price = FakeChain.BASE_FEE.plus(Transactions.TIP);
        assertThat(details.get("totalFees").asText())
                .isEqualTo(price.timesExact(42_000).toQuantity());
        assertThat(client.result("ots_getBlockDetails", "99").isNull()).isTrue();
    }

    @Test
    void pagesABlocksTransactionsFromItsEnd() {
        Client client = start();
        block(
                Transactions.transfer(ALICE_KEY, 0, BOB, 1),
                Transactions.transfer(ALICE_KEY, 1, BOB, 1),
                Transactions.dynamic(ALICE_KEY, 2, Optional.of(TOKEN), 1, Bytes.fromHex("0x0102030405")));

        JsonNode last = client.result("ots_getBlockTransactions", "1,0,2");
        JsonNode first = client.result("ots_getBlockTransactions", "1,1,2");

        JsonNode shown = last.get("fullblock").get("transactions");
        assertThat(shown).hasSize(2);
        assertThat(shown.get(1).get("input").asText()).isEqualTo("0x01020304");
        assertThat(last.get("receipts").get(1).get("logs").isNull()).isTrue();
        assertThat(first.get("fullblock").get("transactions")).hasSize(1);
        assertThat(client.result("ots_getBlockTransactions", "1,2,2")
                        .get("fullblock")
                        .get("transactions"))
                .isEmpty();
    }

    @Test
    void tellsWhatHappenedInside() {
        Client client = start();
        chain.setAccount(ALICE, 0, COIN, Bytes.EMPTY);
        // Pays 5 to Bob, then as much to a contract that reverts, and gives the rest to Bob.
        chain.setAccount(
                TOKEN,
                1,
                UInt256.of(100),
                Bytes.fromHex("0x5f5f5f5f600573" + BOB.toHex().substring(2) + "5af1505f5f5f5f600560bb5af15073"
                        + BOB.toHex().substring(2) + "ff"));
        chain.setAccount(Address.ofNumber(0xbb), 1, UInt256.ZERO, Bytes.fromHex("0x63010203045f526004601cfd"));
        Transaction good = Transactions.transfer(ALICE_KEY, 0, TOKEN, 0);
        Transaction bad = Transactions.transfer(ALICE_KEY, 1, Address.ofNumber(0xbb), 0);
        block(good, bad);
        String named = "\"" + good.hash() + "\"";

        assertThat(client.result("ots_getInternalOperations", named).toString())
                .isEqualTo("[{\"type\":0,\"from\":\"%1$s\",\"to\":\"%2$s\",\"value\":\"0x5\"},"
                        .concat("{\"type\":1,\"from\":\"%1$s\",\"to\":\"%2$s\",\"value\":\"0x5f\"}]")
                        .formatted(TOKEN, BOB));
        JsonNode entries = client.result("ots_traceTransaction", named);
        List<String> told = new ArrayList<>();
        entries.forEach(entry -> told.add(entry.get("depth").asInt()
                + " " + entry.get("type").asText() + " " + entry.get("value").asText() + " "
                + entry.get("output").asText()));
        assertThat(told)
                .containsExactly("0 CALL 0x0 0x", "1 CALL 0x5 0x", "1 CALL 0x5 0x01020304", "1 SELFDESTRUCT 0x5f 0x");
        assertThat(client.result("ots_getTransactionError", "\"" + bad.hash() + "\"")
                        .asText())
                .isEqualTo("0x01020304");
        assertThat(client.result("ots_getTransactionError", named).asText()).isEqualTo("0x");
    }

    @Test
    void knowsContractsFromPeople() {
        Client client = start();
        chain.setAccount(TOKEN, 1, UInt256.ZERO, Bytes.fromHex("0x00"));

        assertThat(client.result("ots_hasCode", "\"%s\",\"latest\"".formatted(TOKEN))
                        .asBoolean())
                .isTrue();
        assertThat(client.result("ots_hasCode", "\"%s\"".formatted(BOB)).asBoolean())
                .isFalse();
        assertThat(client.result("ots_getApiLevel").asInt()).isEqualTo(8);
        assertThat(client.error("ots_searchTransactionsBefore", "\"%s\",0,1000".formatted(BOB)))
                .isEqualTo("-32602 invalid argument 2: expected a number from 1 to 100");
    }
}
