// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Rule 46. What counts as an answer is also in hub/vectors/answers.json. */
class ForcedWithdrawalTest {
    private static final Message REQUEST = Given.message(0, 7, MessageKind.FORCED, 5);

    @Test
    void whateverTheSenderHadAnHonestChainIsNeverGuilty() {
        var asked = new ForcedWithdrawal(REQUEST, false);
        for (int had = 0; had <= 8; had++) {
            Message answer = asked.answer(Given.ROOT, 3, UInt256.of(had));

            assertThat(answer.amount()).isEqualTo(UInt256.of(Math.min(had, 5)));
            assertThat(asked.isIgnored(Given.ROOT, Optional.of(answer), had > 5))
                    .isFalse();
        }
        assertThat(asked.isIgnored(Given.ROOT, Optional.empty(), false)).isTrue();
    }

    @Test
    void aTokenIsGivenOrNot() {
        var asked = new ForcedWithdrawal(REQUEST, true);
        Message given = asked.answer(Given.ROOT, 3, UInt256.ONE);
        Message missing = asked.answer(Given.ROOT, 3, UInt256.ZERO);

        assertThat(given.kind()).isEqualTo(MessageKind.TOKEN);
        assertThat(given.amount()).isEqualTo(UInt256.of(5));
        assertThat(missing.kind()).isEqualTo(MessageKind.DEPOSIT);
        assertThat(missing.amount()).isEqualTo(UInt256.ZERO);
        assertThat(asked.isIgnored(Given.ROOT, Optional.of(given), false)).isFalse();
        assertThat(asked.isIgnored(Given.ROOT, Optional.of(missing), false)).isFalse();
        assertThat(asked.isIgnored(Given.ROOT, Optional.of(missing), true)).isTrue();
    }

    @Test
    void onlyARequestOfTheRootIsOne() {
        Message deposit = Given.message(0, 7, MessageKind.DEPOSIT, 5);
        Message elsewhere = new Message(
                8,
                7,
                0,
                MessageKind.FORCED,
                Address.ofNumber(1),
                Address.ofNumber(1),
                Address.ofNumber(0),
                UInt256.ONE,
                0,
                0,
                Address.ofNumber(1),
                Bytes.EMPTY);

        assertThatThrownBy(() -> new ForcedWithdrawal(deposit, false)).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> new ForcedWithdrawal(elsewhere, false)).isInstanceOf(HubException.class);
    }
}
