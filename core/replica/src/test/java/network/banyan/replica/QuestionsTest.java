// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final long LAST_OF_EPOCH = 10;
    private static final Members MEMBERS = Members.first(4);

    private final List<Effect> outbox = new ArrayList<>();
    private final Questions questions = new Questions(
            outbox,
            new ForkTree(MEMBERS.chain(new HeapChainStore())),
            new CatchUp(MEMBERS.committee(), OptionalInt.of(0)));

    @Test
    void whoStandsInALaterEpochIsAskedAtOnceAndTheAlarmSetOnce() {
        questions.hear(MEMBERS.key(2), 2 * LAST_OF_EPOCH, LAST_OF_EPOCH);
        questions.hear(MEMBERS.key(3), 2 * LAST_OF_EPOCH, LAST_OF_EPOCH);

        assertThat(asked()).containsExactly(MEMBERS.key(2));
        assertThat(outbox).filteredOn(Effect.SetAlarm.class::isInstance).hasSize(1);
    }

    @Test
    void theEndOfOurOwnEpochMayBeOnItsWay() {
        questions.hear(MEMBERS.key(2), LAST_OF_EPOCH, LAST_OF_EPOCH);

        assertThat(asked()).isEmpty();
        questions.again();
        assertThat(asked()).containsExactly(MEMBERS.key(2));
    }

    @Test
    void aNewLineToWhoeverWasAskedEndsTheWait() {
        questions.hear(MEMBERS.key(2), 2 * LAST_OF_EPOCH, LAST_OF_EPOCH);
        questions.reconnected(MEMBERS.key(3));
        assertThat(asked()).as("it was asked nothing").containsExactly(MEMBERS.key(2));

        questions.reconnected(MEMBERS.key(2));

        assertThat(asked()).containsExactly(MEMBERS.key(2), MEMBERS.key(2));
    }

    @Test
    void whoHasNothingMakesRoomForTheNext() {
        questions.hear(MEMBERS.key(2), 2 * LAST_OF_EPOCH, LAST_OF_EPOCH);
        questions.hear(MEMBERS.key(3), 2 * LAST_OF_EPOCH, LAST_OF_EPOCH);
        questions.at(CatchUp.RETRY_MILLIS);

        questions.askSomebodyElse(MEMBERS.key(2));

        assertThat(asked()).containsExactly(MEMBERS.key(2), MEMBERS.key(3));
    }

    private List<Bytes> asked() {
        return outbox.stream()
                .filter(effect -> effect instanceof Effect.Send send && send.message() instanceof PeerMessage.GetBlocks)
                .map(effect -> ((Effect.Send) effect).peer())
                .toList();
    }
}
