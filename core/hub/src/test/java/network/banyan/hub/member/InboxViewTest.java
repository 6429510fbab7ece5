// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.hub.HubDomain;
import network.banyan.hub.HubException;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class InboxViewTest {
    private static final HubDomain ROOT = HubDomain.of(4242);
    private static final long CHAIN = 71;

    private static Message message(long nonce, MessageKind kind, long gas) {
        return new Message(
                0,
                CHAIN,
                nonce,
                kind,
                Address.ofNumber(1),
                Address.ofNumber(2),
                Address.ZERO,
                UInt256.of(nonce + 1),
                gas,
                Long.MAX_VALUE,
                Address.ofNumber(3),
                Bytes.EMPTY);
    }

    /** With deposits that came in these blocks of the root. */
    private static InboxView view(long... blocks) {
        var view = new InboxView(ROOT, CHAIN);
        for (int i = 0; i < blocks.length; i++) {
            view.take(i, message(i, MessageKind.DEPOSIT, 0), blocks[i]);
        }
        return view;
    }

    private static List<Long> counts(List<InboxPrefix> words) {
        return words.stream().map(InboxPrefix::count).toList();
    }

    @Test
    void membersSpeakOfTheInboxAfterEveryFourthBlock() {
        InboxView view = view(1, 4, 5, 5, 13, 16, 17);

        assertThat(counts(view.words(0, 19))).containsExactly(2L, 4L, 6L);
        assertThat(counts(view.words(0, 20))).containsExactly(2L, 4L, 6L, 7L);
        assertThat(counts(view.words(2, 12))).containsExactly(4L);
        assertThat(counts(view.words(6, 19))).isEmpty();
    }

    @Test
    void whenSomebodyLooksChangesNothingOfWhatIsSaid() {
        long[] blocks = {1, 2, 4, 5, 9, 9, 12, 20, 21, 22, 23, 24};
        List<InboxPrefix> late = view(blocks).words(0, 100);
        for (int known = 1; known <= blocks.length; known++) {
            InboxView early =
                    view(IntStream.range(0, known).mapToLong(i -> blocks[i]).toArray());
            long last = known == blocks.length ? 100 : blocks[known] - 1;
            assertThat(late).containsAll(early.words(0, last));
        }
    }

    @Test
    void whatIsHandledIsForgottenAndItsHashStays() {
        InboxView view = view(1, 2, 3, 4);
        InboxPrefix third = view.at(3).orElseThrow();
        view.forget(3);

        assertThat(view.at(3)).contains(third);
        assertThat(view.at(2)).isEmpty();
        assertThat(view.end().count()).isEqualTo(4);
        assertThat(counts(view.words(3, 4))).containsExactly(4L);
        assertThatThrownBy(() -> view.take(5, message(5, MessageKind.DEPOSIT, 0), 9))
                .isInstanceOf(HubException.class);
    }

    @Test
    void aLoadIsWhatTheGasIsEnoughForAndNeverNothing() {
        InboxView view = view(1, 1, 1);
        view.take(3, message(3, MessageKind.CALL, 1_000_000), 1);
        view.take(4, message(4, MessageKind.FORCED, 0), 1);

        assertThat(view.load(0, 4, 1_400_000).messages()).hasSize(2);
        assertThat(view.load(0, 4, 1_400_000).rest()).hasSize(2);
        assertThat(view.load(3, 4, 1).messages()).hasSize(1);
        assertThat(view.load(3, 5, 3_100_000).messages()).hasSize(2);
        assertThat(view.load(3, 5, 3_000_000).messages())
                .as("a message that would fit stays behind one that does not")
                .hasSize(1);
        assertThat(view.load(5, 5, 1_000_000).messages()).isEmpty();
    }
}
