// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CheckpointEndTest {
    private static java.util.OptionalLong end(long first, long closed, Long... eventful) {
        return CheckpointEnd.of(first, new TreeSet<>(List.of(eventful)), closed);
    }

    @Test
    void itEndsWithTheFirstRunInWhichSomethingHappened() {
        assertThat(end(3, 9, 1L, 2L, 5L, 7L)).hasValue(5);
        assertThat(end(5, 5, 5L)).hasValue(5);
        assertThat(end(6, 6, 5L, 7L)).as("7 is not closed").isEmpty();
    }

    @Test
    void whereBlocksAreNamedItHasNoMoreThanCanBe() {
        assertThat(CheckpointEnd.namedRuns(60)).isEqualTo(17);
        assertThat(CheckpointEnd.namedRuns(1)).isEqualTo(CheckpointEnd.IDLE_RUNS);
        assertThat(CheckpointEnd.namedRuns(1_024)).isEqualTo(1);
        assertThat(CheckpointEnd.of(1, new TreeSet<>(), 100, 17)).hasValue(17);
    }

    @Test
    void orWithTheLastOfManyInWhichNothingDid() {
        assertThat(end(11, 249)).isEmpty();
        assertThat(end(11, 250)).hasValue(250);
        assertThat(end(11, 1_000, 251L)).as("whenever it is looked at").hasValue(250);
        assertThat(end(11, 1_000, 250L)).hasValue(250);
    }
}
