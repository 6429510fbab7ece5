// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private final Links links = new Links(4, 80, 10, 1);

    @Test
    void aHundredthIsLostAndTheRestDelayed() {
        long lost = IntStream.range(0, 100_000)
                .filter(any -> links.delay(1, 2).isEmpty())
                .count();

        assertThat(lost).isBetween(800L, 1_200L);
        assertThat(IntStream.range(0, 100).mapToObj(any -> links.delay(2, 1)))
                .allMatch(delay -> delay.isEmpty() || delay.getAsLong() == 80);
    }

    @Test
    void whoIsPartedHearsOnlyItsIsland() {
        var lossless = new Links(4, 80, 0, 1);
        lossless.part(List.of(1, 2));

        assertThat(lossless.delay(1, 2)).hasValue(80);
        assertThat(lossless.delay(3, 4)).hasValue(80);
        assertThat(lossless.delay(1, 3)).isEmpty();
        assertThat(lossless.delay(4, 2)).isEmpty();

        lossless.heal();
        assertThat(lossless.delay(1, 3)).hasValue(80);
    }

    @Test
    void whoWatchesSeesAllAtOnce() {
        links.part(List.of(1));

        assertThat(IntStream.range(0, 1_000).mapToObj(any -> links.delay(Links.WATCHER, 1)))
                .allMatch(delay -> delay.isPresent() && delay.getAsLong() == 0);
    }
}
