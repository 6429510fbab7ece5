// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.BOB_KEY;
import static network.banyan.rpc.Transactions.legacy;
import static network.banyan.rpc.Transactions.receipt;
import static network.banyan.rpc.Transactions.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionMethodsTest extends ServerTest {
    private final Transaction transaction = transfer(ALICE_KEY, 0, BOB, 5);

    @Test
    void sendsATransactionAndFollowsItIntoTheChain() {
        Client client = start();
        String hash = "\"" + transaction.hash() + "\"";

        assertThat(client.result("eth_sendRawTransaction", quoted(transaction)).asText())
                .isEqualTo(transaction.hash().toHex());
        JsonNode pending = client.result("eth_getTransactionByHash", hash);
        assertThat(pending.get("blockNumber").isNull()).isTrue();
        assertThat(pending.get("transactionIndex").isNull()).isTrue();
        assertThat(pending.get("gasPrice").asText()).isEqualTo("0x12a05f200");
        assertThat(client.result("eth_getTransactionReceipt", hash).isNull()).isTrue();

        Block block = chain.append(List.of(transaction), List.of(receipt(transaction, 21_000)));

        assertThat(client.result("eth_getTransactionByHash", hash)
                        .get("blockHash")
                        .asText())
                .isEqualTo(block.hash().toHex());
        JsonNode receipt = client.result("eth_getTransactionReceipt", hash);
        assertThat(receipt.get("status").asText()).isEqualTo("0x1");
        assertThat(receipt.get("effectiveGasPrice").asText()).isEqualTo("0x3bb94e80");
        assertThat(client.result("eth_getRawTransactionByHash", hash).asText())
                .isEqualTo(transaction.encoded().toHex());
    }

    @Test
    void doesNotTakeATransactionTwice() {
        Client client = start();
        client.result("eth_sendRawTransaction", quoted(transaction));

        assertThat(client.error("eth_sendRawTransaction", quoted(transaction))).isEqualTo("-32000 already known");
    }

    @Test
    void passesThePoolsWordsOn() {
        chain.onSubmit = _ -> new Submission.Refused("nonce too low: next nonce 3, tx nonce 0");

        assertThat(start().error("eth_sendRawTransaction", quoted(transaction)))
                .isEqualTo("-32000 nonce too low: next nonce 3, tx nonce 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x | -32000 rlp: no bytes",
                "0x05c0 | -32000 transaction type not supported: 5",
                "0x03c0 | -32000 rlp: ",
                "0x02c0 | -32000 rlp: ",
                "0xc0 | -32000 rlp: ",
                "0xzz | -32602 invalid argument 0: invalid hex string",
                "0x123 | -32602 invalid argument 0: hex string of odd length",
                "1234 | -32602 invalid argument 0: hex string without 0x prefix"
            })
    void refusesWhatIsNoTransaction(String encoded, String error) {
        assertThat(start().error("eth_sendRawTransaction", "\"" + encoded + "\""))
                .startsWith(error);
        assertThat(chain.pool()).isEmpty();
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThat(start().error("eth_sendRawTransaction", "\"0x" + "00".repeat(131_073) + "\""))
                .isEqualTo("-32000 oversized data: transaction size 131073, limit 131072");
    }

    @Test
    void writesLegacySignaturesAsEip155Does() {
        Client client = start();
        Transaction old = legacy(BOB_KEY, 0, ALICE);
        chain.append(List.of(old), List.of(receipt(old, 21_000)));

        JsonNode found = client.result("eth_getTransactionByHash", "\"" + old.hash() + "\"");

        long v = Long.decode(found.get("v").asText());
        assertThat(v).isEqualTo(2 * FakeChain.CHAIN_ID + 35 + old.signature().yParity());
        assertThat(found.has("yParity")).isFalse();
        assertThat(found.has("maxFeePerGas")).isFalse();
    }

    @Test
    void countsThePoolForAPendingNonce() {
        Client client = start();
        chain.setAccount(ALICE, 0, UInt256.of(9), Bytes.EMPTY);
        client.result("eth_sendRawTransaction", quoted(transaction));

        String account = "\"" + ALICE + "\"";
        assertThat(client.result("eth_getTransactionCount", account + ",\"latest\"")
                        .asText())
                .isEqualTo("0x0");
        assertThat(client.result("eth_getTransactionCount", account + ",\"pending\"")
                        .asText())
                .isEqualTo("0x1");
    }

    @Test
    void showsThePool() {
        Client client = start();
        client.result("eth_sendRawTransaction", quoted(transaction));
        client.result("eth_sendRawTransaction", quoted(transfer(ALICE_KEY, 5, BOB, 1)));
        client.result("eth_sendRawTransaction", quoted(transfer(BOB_KEY, 0, ALICE, 1)));

        assertThat(client.result("txpool_status").toString()).isEqualTo("{\"pending\":\"0x2\",\"queued\":\"0x1\"}");
        assertThat(client.result("txpool_inspect").get("queued").toString())
                .contains(" wei + 100000 gas × 5000000000 wei");
        JsonNode content = client.result("txpool_content");
        assertThat(content.get("pending")).hasSize(2);
        assertThat(fields(content.get("queued")))
                .singleElement()
                .satisfies(name -> assertThat(name).isEqualToIgnoringCase(ALICE.toHex()));
        assertThat(content.get("queued")
                        .elements()
                        .next()
                        .get("5")
                        .get("blockHash")
                        .isNull())
                .isTrue();
        JsonNode ofBob = client.result("txpool_contentFrom", "\"" + Transactions.BOB + "\"");
        assertThat(fields(ofBob.get("pending"))).containsExactly("0");
        assertThat(ofBob.get("queued")).isEmpty();
    }

    private static String quoted(Transaction transaction) {
        return "\"" + transaction.encoded().toHex() + "\"";
    }
}
