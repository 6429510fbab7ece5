// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final Costs COSTS = new Costs(200, 80, 3_500, 2_500, 1, 4_000);
    private static final Terms TERMS = new Terms(2, 4, 20, 500, 60_000_000, 8, 10_000);

    private static World.Figures live(int chains, long crossing) {
        return new World(COSTS, TERMS, chains, crossing, 60, 60).live();
    }

    @Test
    void oneChainDoesWhatTheNarrowestPartOfItLetsThrough() {
        // 2,857 transfers fill a block: twice their 80 us one after the other, and three times 20 ms.
        double blockSeconds = 2 * 2_857 * 80e-6 + 0.060;

        assertThat(live(1, 0).perSecond()).isCloseTo(2_857 / blockSeconds, Percentage.withPercentage(3));
    }

    @Test
    void chainsAddUpWhileTheRootHasRoom() {
        double one = live(1, 1_000).perSecond();

        assertThat(live(8, 1_000).perSecond()).isCloseTo(8 * one, Percentage.withPercentage(1));
    }

    @Test
    void thousandIdleChainsCostTheRootNothing() {
        World.Figures figures = live(1_000, 0);

        assertThat(figures.checkpointsPerSecond()).isLessThan(3);
        assertThat(figures.rootBlockMillis()).isCloseTo(500, Percentage.withPercentage(1));
    }

    @Test
    void rootThatIsFullKeepsNobodyFromItsOwnWork() {
        World.Figures figures = live(1_000, 1_000);

        assertThat(figures.waiting()).isGreaterThan(1_000);
        assertThat(figures.perSecond() / 1_000)
                .isGreaterThan(0.9 * live(1, 1_000).perSecond());
    }

    @Test
    void messagesTakeTheDelayAndALittleMore() {
        World.Figures figures = live(4, 1_000);

        assertThat(figures.delivered()).isPositive();
        assertThat(figures.medianMillis()).isBetween(10_000L, 20_000L);
        assertThat(figures.latestMillis()).isBetween(figures.medianMillis(), 25_000L);
    }

    @Test
    void whatCrossesIsDeliveredAtTheRateAtWhichItIsSent() {
        World.Figures figures = live(2, 10_000);

        assertThat(figures.delivered())
                .isCloseTo((int) (figures.perSecond() * 60 / 100), Percentage.withPercentage(10));
    }

    @Test
    void theSameNumbersGiveTheSameFigures() {
        assertThat(live(3, 5_000)).isEqualTo(live(3, 5_000));
    }
}
