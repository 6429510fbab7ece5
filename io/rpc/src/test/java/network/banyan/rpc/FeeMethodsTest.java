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
import network.banyan.ledger.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeeMethodsTest extends ServerTest {
    // A legacy price of 3 gwei leaves 2 gwei above the base fee.
    private final Transaction dear = legacy(BOB_KEY, 0, ALICE);
    private final Transaction cheap = transfer(ALICE_KEY, 0, BOB, 1);

    @Test
    void suggestsTheLeastTipWhileNobodyPaysOne() {
        Client client = start();

        assertThat(client.result("eth_maxPriorityFeePerGas").asText()).isEqualTo("0xf4240");
        assertThat(client.result("eth_gasPrice").asText()).isEqualTo("0x3baa0c41");
        assertThat(client.result("eth_blobBaseFee").asText()).isEqualTo("0x1");
    }

    @Test
    void suggestsTheTipRecentBlocksTook() {
        Client client = start();
        chain.append(List.of(cheap), List.of(receipt(cheap, 21_000)));

        assertThat(client.result("eth_maxPriorityFeePerGas").asText()).isEqualTo("0x1e8480");
    }

    @Test
    void tellsTheHistoryOfFees() {
        Client client = start();
        chain.append(List.of(dear, cheap), List.of(receipt(dear, 21_000), receipt(cheap, 121_000)));
        chain.append(List.of(), List.of());

        JsonNode history = client.result("eth_feeHistory", "\"0x2\",\"latest\",[0,50,100]");

        assertThat(history.get("oldestBlock").asText()).isEqualTo("0x1");
        assertThat(history.get("baseFeePerGas").toString()).isEqualTo("[\"0x3b9aca00\",\"0x3b9aca00\",\"0x3b9aca01\"]");
        assertThat(history.get("gasUsedRatio").get(0).asDouble()).isEqualTo(121_000.0 / 30_000_000);
        assertThat(history.get("gasUsedRatio").get(1).asDouble()).isZero();
        // 100,000 of 121,000 gas paid the small tip, so half the gas paid no more than that.
        assertThat(history.get("reward").toString())
                .isEqualTo("[[\"0x1e8480\",\"0x1e8480\",\"0x77359400\"],[\"0x0\",\"0x0\",\"0x0\"]]");
        assertThat(history.get("baseFeePerBlobGas")).hasSize(3);
        assertThat(history.get("blobGasUsedRatio")).hasSize(2);
    }

    @Test
    void tellsNoMoreHistoryThanThereIs() {
        JsonNode history = start().result("eth_feeHistory", "1000,\"latest\"");

        assertThat(history.get("oldestBlock").asText()).isEqualTo("0x0");
        assertThat(history.get("gasUsedRatio")).hasSize(1);
        assertThat(history.has("reward")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[50,10]", "[101]", "[-1]", "[\"x\"]", "[null]"})
    void refusesPercentilesThatAreNone(String percentiles) {
        assertThat(start().error("eth_feeHistory", "1,\"latest\"," + percentiles))
                .startsWith("-32602 invalid argument 2[")
                .endsWith("percentiles must be numbers from 0 to 100, ascending");
    }
}
