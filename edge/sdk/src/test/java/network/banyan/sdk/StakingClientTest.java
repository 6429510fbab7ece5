// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client makes of a node's answers, true ones and others; a devnet's are in the acceptance tests. */
class StakingClientTest {
    private FakeNode node;
    private StakingClient client;

    @BeforeEach
    void start() throws IOException {
        node = new FakeNode();
        client = new StakingClient(ChainClient.connect(node.address()));
    }

    @AfterEach
    void stop() {
        client.chain().close();
        node.close();
    }

    private void answers(String... words) {
        StringBuilder hex = new StringBuilder("\"0x");
        for (String word : words) {
            hex.append("0".repeat(64 - word.length())).append(word);
        }
        node.result(hex.append('"').toString());
    }

    @Test
    void asksTheContractAndReadsItsWords() {
        answers("d3c21bcecceda1000000");

        assertThat(client.totalStaked()).isEqualTo(UInt256.fromHex("0xd3c21bcecceda1000000"));
        assertThat(node.requests).singleElement().asString().contains("0x0000000000000000000000000000000000001003");
    }

    @Test
    void aChainWithoutStakingIsASentence() {
        node.result("\"0x\"");

        refused(() -> client.totalStaked(), "begun without staking");
        refused(() -> client.parameters(), "begun without staking");
    }

    @Test
    void answersThatMakeNoSenseAreRefused() {
        answers("1", "2");
        refused(() -> client.bucket(1), "ends too early");
        answers("20", "7fffffff");
        refused(() -> client.bucketsOf(Address.ofNumber(1)), "items where 200 may stand");
        answers("20", "0");
        refused(() -> client.members(List.of(1L)), "fewer members");
        refused(() -> client.parameters(), "fewer governed values");
        String[] huge = new String[24];
        java.util.Arrays.fill(huge, "ff".repeat(32));
        huge[0] = "20";
        huge[1] = "16";
        answers(huge);
        refused(() -> client.parameters(), "GOVERNANCE_DELAY has over 31 bits");
    }

    @Test
    void anOwnerOfFullPagesIsListedOnlySoFar() {
        String[] page = new String[202];
        java.util.Arrays.fill(page, "7");
        page[0] = "20";
        page[1] = "c8";
        answers(page);

        assertThat(client.bucketsOf(Address.ofNumber(1))).containsExactly(7L);
        assertThat(node.requests).hasSize(50);
    }

    private static void refused(ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOf(RpcFailure.class).hasMessageContaining(words);
    }
}
