// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class AskBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aStrangerMayAskSoOften() {
        var budget = AskBudget.forBlocks();
        Bytes peer = Bytes.wrap(new byte[32]);
        for (int i = 0; i < 40; i++) {
            assertThat(budget.allows(peer, 0)).isTrue();
        }
        assertThat(budget.allows(peer, 0)).isFalse();
        assertThat(budget.allows(Bytes.wrap(new byte[] {1}), 0)).isTrue();
        assertThat(budget.allows(peer, SECOND / 20)).isTrue();
        assertThat(budget.allows(peer, SECOND / 20)).isFalse();
        budget.forget(peer);
        assertThat(budget.allows(peer, SECOND / 20)).isTrue();
    }
}
