// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateMethodsTest extends ServerTest {
    private static final Address COIN = Address.fromHex("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");

    private static String named(String json) {
        return json.replace("ALICE", ALICE.toHex()).replace("BOB", BOB.toHex()).replace("TOKEN", TOKEN.toHex());
    }

    private JsonNode simulate(Client client, String blocks, String options) {
        return client.result(
                "eth_simulateV1", named("{\"blockStateCalls\":[%s]%s},\"latest\"".formatted(blocks, options)));
    }

    @Test
    void laterBlocksSeeWhatEarlierOnesDid() {
        Client client = start();
        // Adds one to slot 0 and returns it.
        chain.setAccount(TOKEN, 1, UInt256.ZERO, Bytes.fromHex("0x5f546001018060005560005260206000f3"));

        JsonNode blocks = simulate(
                client,
                "{\"calls\":[{\"to\":\"TOKEN\"},{\"to\":\"TOKEN\"}]},"
                        + "{\"blockOverrides\":{\"number\":\"0x3\"},\"calls\":[{\"to\":\"TOKEN\"}]},"
                        + "{\"stateOverrides\":{\"TOKEN\":{\"stateDiff\":{\"0x0\":\"0x9\"}}},\"calls\":[{\"to\":\"TOKEN\"}]}",
                "");

        assertThat(blocks)
                .extracting(block -> block.get("number").asText())
                .containsExactly("0x1", "0x2", "0x3", "0x4");
        assertThat(blocks)
                .extracting(block -> block.get("timestamp").asText())
                .containsExactly("0x6553f10c", "0x6553f118", "0x6553f124", "0x6553f130");
        assertThat(blocks.get(0).get("calls").get(1).get("returnData").asText())
                .isEqualTo(UInt256.of(2).toHash().toHex());
        assertThat(blocks.get(1).get("calls")).isEmpty();
        assertThat(blocks.get(2).get("calls").get(0).get("returnData").asText())
                .isEqualTo(UInt256.of(3).toHash().toHex());
        assertThat(blocks.get(3).get("calls").get(0).get("returnData").asText())
                .isEqualTo(UInt256.of(10).toHash().toHex());
        assertThat(blocks.get(2).get("parentHash")).isEqualTo(blocks.get(1).get("hash"));
        assertThat(blocks.get(0).get("stateRoot").asText()).isEqualTo(Hash.ZERO.toHex());
        assertThat(chain.storage).isEmpty();
    }

    @Test
    void tellsTransfersThatStandAsLogs() {
        Client client = start();
        // Sends 2 to Bob and reverts, unless it is given nothing.
        chain.setAccount(
                TOKEN,
                1,
                UInt256.of(9),
                Bytes.fromHex("0x5f5f5f5f600273" + BOB.toHex().substring(2) + "5af15034602357005b5f5ffd"));

        JsonNode calls = simulate(
                        client,
                        "{\"stateOverrides\":{\"ALICE\":{\"balance\":\"0x10\"}},\"calls\":["
                                + "{\"from\":\"ALICE\",\"to\":\"TOKEN\"},"
                                + "{\"from\":\"ALICE\",\"to\":\"TOKEN\",\"value\":\"0x5\"}]}",
                        ",\"traceTransfers\":true,\"returnFullTransactions\":true")
                .get(0)
                .get("calls");

        assertThat(calls.get(0).get("status").asText()).isEqualTo("0x1");
        JsonNode log = calls.get(0).get("logs").get(0);
        assertThat(log.get("address").asText()).isEqualTo(COIN.toHex());
        assertThat(log.get("topics").get(1).asText())
                .isEqualTo(TOKEN.toWord().toHash().toHex());
        assertThat(log.get("topics").get(2).asText())
                .isEqualTo(BOB.toWord().toHash().toHex());
        assertThat(log.get("data").asText()).isEqualTo(UInt256.of(2).toHash().toHex());
        assertThat(calls.get(1).get("logs")).isEmpty();
        assertThat(calls.get(1).get("error").get("code").asInt()).isEqualTo(3);
    }

    @Test
    void namesTheSenderOfWhatNobodySigned() {
        Client client = start();

        JsonNode transaction = simulate(
                        client,
                        "{\"calls\":[{\"from\":\"BOB\",\"to\":\"ALICE\",\"gas\":\"0x5208\",\"nonce\":\"0x7\"}]}",
                        ",\"returnFullTransactions\":true")
                .get(0)
                .get("transactions")
                .get(0);

        assertThat(transaction.get("from").asText()).isEqualTo(BOB.toHex());
        assertThat(transaction.get("nonce").asText()).isEqualTo("0x7");
        assertThat(transaction.get("r").asText()).isEqualTo("0x0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"calls":[{"from":"ALICE","to":"BOB","value":"0x1"}]}         |                    | -38014 err: insufficient funds for gas * price + value: address ALICE have 0 want 1 (supplied gas 30000000)
        {"calls":[{"from":"ALICE","to":"BOB","nonce":"0x1"}]}         | ,"validation":true | -38011 err: nonce too high: address ALICE, tx: 1 state: 0 (supplied gas 30000000)
        {"calls":[{"from":"ALICE","to":"BOB"}]}                       | ,"validation":true | -38012 err: max fee per gas less than block base fee: address ALICE, maxFeePerGas: 0, baseFee: 875000000 (supplied gas 30000000)
        {"calls":[{"to":"BOB","gas":"0x5207"}]}                       |                    | -38013 err: intrinsic gas too low: have 20999, want 21000 (supplied gas 20999)
        {"calls":[{"to":"BOB","gas":"0x2faf080"}]}                    |                    | -38015 block gas limit reached: 50000000 >= 30000000
        {"blockOverrides":{"number":"0x0"}}                           |                    | -38020 block numbers must be in order: 0 <= 0
        {"blockOverrides":{"time":"0x1"}}                             |                    | -38021 block timestamps must be in order: 1 <= 1700000000
        {"blockOverrides":{"number":"0x101"}}                         |                    | -38026 too many blocks
        {"stateOverrides":{"BOB":{"movePrecompileToAddress":"ALICE"}}} |                   | -32000 account BOB is not a precompile
        {"stateOverrides":{"BOB":{"state":{},"stateDiff":{}}}}        |                    | -32000 account BOB has both 'state' and 'stateDiff'
        {"calls":[{"blobVersionedHashes":[]}]}                        |                    | -32602 invalid argument 0: blockStateCalls[0]: calls[0]: blobVersionedHashes: blobs are not supported
        """)
    void saysWhatCannotBe(String block, String options, String error) {
        Client client = start();

        String more = options == null ? "" : options;
        assertThat(client.error(
                        "eth_simulateV1", named("{\"blockStateCalls\":[%s]%s},\"latest\"".formatted(block, more))))
                .isEqualTo(named(error));
    }
}
