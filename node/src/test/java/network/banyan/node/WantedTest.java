// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class WantedTest {
    private static final Bytes FIRST = Bytes.fromHex("01");
    private static final Bytes SECOND = Bytes.fromHex("02");
    private static final Hash ONE = hash(1);
    private static final Hash OTHER = hash(2);

    private final Wanted wanted = new Wanted();

    @Test
    void oneAtATimeIsAskedAndTheNextWhenTheAnswerDoesNotCome() {
        assertThat(wanted.announced(FIRST, List.of(ONE), 0)).containsExactly(ONE);
        assertThat(wanted.announced(SECOND, List.of(ONE, OTHER), 5)).containsExactly(OTHER);

        assertThat(wanted.overdue(Wanted.PATIENCE_NANOS - 1)).isEmpty();
        assertThat(wanted.overdue(Wanted.PATIENCE_NANOS)).isEqualTo(Map.of(SECOND, List.of(ONE)));
        assertThat(wanted.overdue(2 * Wanted.PATIENCE_NANOS))
                .as("nobody else announced either")
                .isEmpty();
        assertThat(wanted.announced(FIRST, List.of(ONE), 3 * Wanted.PATIENCE_NANOS))
                .as("so whoever has it now is asked")
                .containsExactly(ONE);
    }

    @Test
    void whatCameIsNotWaitedFor() {
        wanted.announced(FIRST, List.of(ONE), 0);
        wanted.announced(SECOND, List.of(ONE), 0);

        wanted.arrived(ONE);
        wanted.arrived(OTHER);

        assertThat(wanted.overdue(Wanted.PATIENCE_NANOS)).isEmpty();
    }

    @Test
    void whoAnnouncesTwiceIsNotAskedTwice() {
        wanted.announced(FIRST, List.of(ONE, ONE), 0);
        assertThat(wanted.announced(FIRST, List.of(ONE), 1)).isEmpty();

        assertThat(wanted.overdue(Wanted.PATIENCE_NANOS)).isEmpty();
    }

    @Test
    void whoAnnouncesWhatItHasNotTakesNoMoreThanItsOwnRoom() {
        List<Hash> made = LongStream.range(10, 10 + 3 * Wanted.PER_PEER)
                .mapToObj(WantedTest::hash)
                .toList();

        assertThat(wanted.announced(FIRST, made, 0)).hasSize(Wanted.PER_PEER);
        assertThat(wanted.announced(FIRST, List.of(ONE), 1)).isEmpty();
        assertThat(wanted.announced(SECOND, List.of(ONE), 1)).containsExactly(ONE);

        assertThat(wanted.overdue(Wanted.PATIENCE_NANOS)).isEmpty();
        assertThat(wanted.announced(FIRST, List.of(OTHER), Wanted.PATIENCE_NANOS))
                .as("its room is free again")
                .containsExactly(OTHER);
    }

    @Test
    void allTogetherAreBounded() {
        for (int peer = 0; peer < 40; peer++) {
            int first = 10 + peer * Wanted.PER_PEER;
            List<Hash> made = LongStream.range(first, first + Wanted.PER_PEER)
                    .mapToObj(WantedTest::hash)
                    .toList();
            int asked = wanted.announced(Bytes.wrap(new byte[] {(byte) peer}), made, 0)
                    .size();
            assertThat(asked).isEqualTo(peer < Wanted.ALL / Wanted.PER_PEER ? Wanted.PER_PEER : 0);
        }
    }

    private static Hash hash(long number) {
        return new Hash(0, 0, 0, number);
    }
}
