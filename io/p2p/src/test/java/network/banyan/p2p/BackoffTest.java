// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waitsDoubleUpToTheCapAndLoseAtMostHalf() {
        Backoff backoff = new Backoff(100, 1_000, new SplittableRandom(1));
        long[] ceilings = {100, 200, 400, 800, 1_000, 1_000, 1_000};
        for (long ceiling : ceilings) {
            assertThat(backoff.next()).isBetween(ceiling / 2, ceiling);
        }
        backoff.reset();
        assertThat(backoff.next()).isBetween(50L, 100L);
    }

    @Test
    void theSeedDecides() {
        Backoff one = new Backoff(1_000_000, 1_000_000_000, new SplittableRandom(1));
        Backoff same = new Backoff(1_000_000, 1_000_000_000, new SplittableRandom(1));
        Backoff other = new Backoff(1_000_000, 1_000_000_000, new SplittableRandom(2));
        long first = one.next();

        assertThat(same.next()).isEqualTo(first);
        assertThat(other.next()).isNotEqualTo(first);
    }
}
