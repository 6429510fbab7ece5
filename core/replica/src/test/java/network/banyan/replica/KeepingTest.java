// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.banyan.ledger.Genesis.Epochs;
import org.junit.jupiter.api.Test;

class KeepingTest {
    private static final Optional<Epochs> EPOCHS = Optional.of(new Epochs(10, 4));

    @Test
    void whoKeepsAllForgetsNothing() {
        assertThat(new Keeping(0, EPOCHS).after(0, 1_000_000).isNothing()).isTrue();
        assertThat(new Keeping(100, EPOCHS).after(0, 100).isNothing()).isTrue();
    }

    @Test
    void oneGoesForEachThatComes() {
        var keeping = new Keeping(100, Optional.empty());
        assertThat(keeping.after(0, 101)).isEqualTo(new ChainStore.Forgotten(List.of(1L), 2));
        assertThat(keeping.after(2, 102)).isEqualTo(new ChainStore.Forgotten(List.of(2L), 3));
    }

    @Test
    void endsOfEpochsAndGenesisStay() {
        var keeping = new Keeping(100, EPOCHS);
        List<Long> gone = new ArrayList<>();
        long earliest = 0;
        for (long tip = 1; tip <= 160; tip++) {
            ChainStore.Forgotten forgotten = keeping.after(earliest, tip);
            gone.addAll(forgotten.heights());
            earliest = Math.max(earliest, forgotten.earliest());
            assertThat(tip - earliest + 1).isGreaterThanOrEqualTo(Math.min(tip, 100));
        }
        assertThat(gone)
                .isEqualTo(LongStream.rangeClosed(1, 60)
                        .filter(height -> height % 10 != 0)
                        .boxed()
                        .toList());
    }

    /** A node of a long chain that begins to forget must not hold up its next block for it. */
    @Test
    void manyGoLittleByLittle() {
        var keeping = new Keeping(100, Optional.empty());
        long earliest = 0;
        int commits = 0;
        for (long tip = 10_000; earliest < tip - 100; tip++, commits++) {
            ChainStore.Forgotten forgotten = keeping.after(earliest, tip);
            assertThat(forgotten.heights()).hasSizeLessThanOrEqualTo(32);
            earliest = forgotten.earliest();
        }
        assertThat(commits).isLessThan(400);
    }
}
