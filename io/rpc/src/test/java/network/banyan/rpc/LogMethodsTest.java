// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.TOKEN;
import static network.banyan.rpc.Transactions.log;
import static network.banyan.rpc.Transactions.receipt;
import static network.banyan.rpc.Transactions.topic;
import static network.banyan.rpc.Transactions.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.rpc.ethereum.QueryLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogMethodsTest extends ServerTest {
    private Block second;

    /** Block 1: TOKEN(1,2). Block 2: BOB(1), TOKEN(1,3), TOKEN(4). Block 3: nothing. */
    @BeforeEach
    void fill() {
        Transaction one = transfer(ALICE_KEY, 0, BOB, 1);
        Transaction two = transfer(ALICE_KEY, 1, BOB, 1);
        Transaction three = transfer(ALICE_KEY, 2, BOB, 1);
        chain.append(List.of(one), List.of(receipt(one, 30_000, log(TOKEN, 1, 2))));
        second = chain.append(
                List.of(two, three),
                List.of(receipt(two, 30_000, log(BOB, 1)), receipt(three, 60_000, log(TOKEN, 1, 3), log(TOKEN, 4))));
        chain.append(List.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"fromBlock\":\"0x0\" | 1.0 2.0 2.1 2.2",
                "\"fromBlock\":\"earliest\",\"toBlock\":\"0x1\" | 1.0",
                "\"toBlock\":\"latest\" | ''",
                "\"fromBlock\":\"0x0\",\"address\":\"TOKEN\" | 1.0 2.1 2.2",
                "\"fromBlock\":\"0x0\",\"address\":[\"TOKEN\",\"BOB\"] | 1.0 2.0 2.1 2.2",
                "\"fromBlock\":\"0x0\",\"address\":[] | 1.0 2.0 2.1 2.2",
                "\"fromBlock\":\"0x0\",\"topics\":[\"T1\"] | 1.0 2.0 2.1",
                "\"fromBlock\":\"0x0\",\"topics\":[[\"T4\",\"T1\"]] | 1.0 2.0 2.1 2.2",
                "\"fromBlock\":\"0x0\",\"topics\":[null,\"T3\"] | 2.1",
                "\"fromBlock\":\"0x0\",\"topics\":[[],[\"T2\",\"T3\"]] | 1.0 2.1",
                "\"fromBlock\":\"0x0\",\"topics\":[\"T1\",null] | 1.0 2.1",
                "\"fromBlock\":\"0x0\",\"topics\":[\"T2\"] | ''",
                "\"fromBlock\":\"0x0\",\"address\":\"BOB\",\"topics\":[\"T4\"] | ''",
                "\"blockHash\":\"SECOND\" | 2.0 2.1 2.2"
            })
    void findsTheLogsSomebodyWants(String filter, String expected) {
        JsonNode logs = start().result("eth_getLogs", "{" + spelled(filter) + "}");

        List<String> found = new ArrayList<>();
        logs.forEach(log -> found.add(Long.decode(log.get("blockNumber").asText()) + "."
                + Long.decode(log.get("logIndex").asText())));
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    @Test
    void writesALogWithItsPlace() {
        JsonNode log = start().result("eth_getLogs", "{" + spelled("\"blockHash\":\"SECOND\"") + "}")
                .get(1);

        assertThat(fields(log))
                .containsExactly(
                        "address",
                        "blockHash",
                        "blockNumber",
                        "blockTimestamp",
                        "data",
                        "logIndex",
                        "removed",
                        "topics",
                        "transactionHash",
                        "transactionIndex");
        assertThat(log.get("transactionIndex").asText()).isEqualTo("0x1");
        assertThat(log.get("transactionHash").asText())
                .isEqualTo(second.transactions().get(1).hash().toHex());
        assertThat(log.get("data").asText()).isEqualTo("0x0102");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"fromBlock\":\"0x2\",\"toBlock\":\"0x1\" | -32602 invalid block range params",
                "\"fromBlock\":\"0x2\",\"toBlock\":\"0x9\" | -32602 block range extends beyond current head block",
                "\"blockHash\":\"T1\" | -32000 unknown block",
                "\"topics\":\"T1\" | -32602 invalid argument 0: topics: expected an array",
                "\"topics\":[null,null,null,null,null] "
                        + "| -32602 invalid argument 0: topics: has 5 entries, at most 4 are allowed",
                "\"topics\":[[\"0x12\"]] "
                        + "| -32602 invalid argument 0: topics[0][0]: expected 32 bytes of hex, found 2 digits",
                "\"address\":7 | -32602 invalid argument 0: address: expected a string",
                "\"blockHash\":\"SECOND\",\"fromBlock\":\"0x1\" | -32602 invalid argument 0: "
                        + "cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other"
            })
    void refusesSearchesThatMakeNoSense(String filter, String error) {
        assertThat(start().error("eth_getLogs", "{" + spelled(filter) + "}")).isEqualTo(error);
    }

    @Test
    void boundsWhatOneSearchMayCost() {
        var limits = RpcLimits.standard();
        Client client = start(limits.withQueries(limits.queries().withLogs(3, 2)));

        assertThat(client.error("eth_getLogs", "{\"fromBlock\":\"0x0\"}"))
                .isEqualTo("-32005 block range too large: 4 blocks, at most 3");
        assertThat(client.error("eth_getLogs", "{\"fromBlock\":\"0x1\",\"toBlock\":\"0x2\"}"))
                .isEqualTo("-32005 query returned more than 2 results");
        assertThat(client.result("eth_getLogs", "{\"fromBlock\":\"0x0\",\"toBlock\":\"0x1\"}"))
                .hasSize(1);
    }

    @Test
    void aLogFilterTellsEachNewLogOnce() {
        Client client = start();
        String id = client.result("eth_newFilter", spelled("{\"address\":\"TOKEN\"}"))
                .toString();
        assertThat(client.result("eth_getFilterChanges", id)).isEmpty();

        appendLogs(log(TOKEN, 9), log(BOB, 9));

        assertThat(client.result("eth_getFilterChanges", id)).hasSize(1);
        assertThat(client.result("eth_getFilterChanges", id)).isEmpty();
        assertThat(client.result("eth_getFilterLogs", id)).hasSize(4);
    }

    @Test
    void aLogFilterKeepsToItsBlocks() {
        Client client = start();
        String id = client.result("eth_newFilter", "{\"fromBlock\":\"0x5\",\"toBlock\":\"0x5\"}")
                .toString();

        appendLogs(log(TOKEN, 4));
        appendLogs(log(TOKEN, 5));
        appendLogs(log(TOKEN, 6));

        JsonNode logs = client.result("eth_getFilterChanges", id);
        assertThat(logs).hasSize(1);
        assertThat(logs.get(0).get("topics").get(0).asText()).isEqualTo(topic(5).toHex());
    }

    @Test
    void aBlockFilterTellsEachNewBlockOnce() {
        Client client = start();
        String id = client.result("eth_newBlockFilter").toString();

        Block one = chain.append(List.of(), List.of());
        Block two = chain.append(List.of(), List.of());

        assertThat(client.result("eth_getFilterChanges", id).toString())
                .isEqualTo("[\"" + one.hash() + "\",\"" + two.hash() + "\"]");
        assertThat(client.result("eth_getFilterChanges", id)).isEmpty();
        assertThat(client.error("eth_getFilterLogs", id)).isEqualTo("-32000 filter not found");
    }

    @Test
    void aPendingFilterTellsEachNewTransactionOnce() {
        Client client = start();
        chain.submit(transfer(ALICE_KEY, 7, BOB, 1));
        String id = client.result("eth_newPendingTransactionFilter").toString();
        Transaction later = transfer(ALICE_KEY, 8, BOB, 1);

        chain.submit(later);

        assertThat(client.result("eth_getFilterChanges", id).toString()).isEqualTo("[\"" + later.hash() + "\"]");
        assertThat(client.result("eth_getFilterChanges", id)).isEmpty();
    }

    @Test
    void aFilterLongUnaskedIsReadInSteps() {
        var limits = RpcLimits.standard();
        Client client = start(limits.withQueries(limits.queries().withLogs(2, 100)));
        String id = client.result("eth_newBlockFilter").toString();

        for (int i = 0; i < 3; i++) {
            chain.append(List.of(), List.of());
        }

        assertThat(client.result("eth_getFilterChanges", id)).hasSize(2);
        assertThat(client.result("eth_getFilterChanges", id)).hasSize(1);
    }

    @Test
    void forgetsAFilterOnRequest() {
        Client client = start();
        String id = client.result("eth_newBlockFilter").toString();

        assertThat(client.result("eth_uninstallFilter", id).asBoolean()).isTrue();
        assertThat(client.result("eth_uninstallFilter", id).asBoolean()).isFalse();
        assertThat(client.error("eth_getFilterChanges", id)).isEqualTo("-32000 filter not found");
    }

    @Test
    void boundsTheFiltersOfOneClient() {
        var limits = RpcLimits.standard();
        Client client = start(
                limits.withQueries(limits.queries().with(new QueryLimits.FilterLimits(10, 2, Duration.ofMinutes(5)))));
        client.result("eth_newBlockFilter");
        client.result("eth_newPendingTransactionFilter");

        assertThat(client.error("eth_newFilter", "{}")).isEqualTo("-32005 too many filters; uninstall some first");
    }

    private void appendLogs(network.banyan.ledger.Log... logs) {
        Transaction transaction = transfer(ALICE_KEY, 100 + chain.height(), BOB, 1);
        chain.append(List.of(transaction), List.of(receipt(transaction, 30_000, logs)));
    }

    private String spelled(String filter) {
        String text = filter.replace("TOKEN", TOKEN.toHex())
                .replace("BOB", BOB.toHex())
                .replace("SECOND", second.hash().toHex());
        for (int i = 1; i <= 4; i++) {
            text = text.replace("\"T" + i + "\"", "\"" + topic(i) + "\"");
        }
        return text;
    }
}
