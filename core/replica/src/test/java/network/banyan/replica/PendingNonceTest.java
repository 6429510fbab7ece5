// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a wallet is told while a block with its transactions becomes final. */
class PendingNonceTest {
    @Test
    void whatLeavesThePoolMeanwhileIsCounted() {
        Iterator<Long> account = List.of(0L, 3L, 3L).iterator();
        assertThat(Admission.pendingNonce(account::next, nonce -> nonce)).isEqualTo(3);
    }

    @Test
    void whatWaitsIsCounted() {
        assertThat(Admission.pendingNonce(() -> 2, nonce -> nonce + 3)).isEqualTo(5);
    }
}
