// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import network.banyan.rpc.protocol.Allowance;
import org.junit.jupiter.api.Test;

class ClientBudgetsTest {
    private long now = 1;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void givesTenSecondsWorthAtOnceAndThenTheRate() {
        Allowance alice = new ClientBudgets(20, 100, () -> now).of("alice");

        assertThat(takenUntilRefused(alice)).isEqualTo(200);
        assertThat(alice.take(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(alice.take(5)).isEqualTo(Duration.ofMillis(250));
        pass(Duration.ofMillis(250));
        assertThat(alice.take(5)).isZero();
        assertThat(alice.take(1)).isEqualTo(Duration.ofMillis(50));
        pass(Duration.ofHours(1));
        assertThat(takenUntilRefused(alice)).isEqualTo(200);
    }

    @Test
    void holdsEnoughForTheDearestMessageHoweverLowTheRate() {
        Allowance alice = new ClientBudgets(1, 100, () -> now).of("alice");

        assertThat(alice.take(100)).isZero();
        assertThat(alice.take(1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void countsEachClientForItself() {
        var budgets = new ClientBudgets(20, 100, () -> now);
        takenUntilRefused(budgets.of("alice"));

        assertThat(budgets.of("bob").take(1)).isZero();
        assertThat(budgets.of("alice").take(1)).isPositive();
    }

    @Test
    void forgetsWhoHasAFullBucketAgainAndNobodyElse() {
        var budgets = new ClientBudgets(20, 100, () -> now);
        takenUntilRefused(budgets.of("alice"));
        pass(Duration.ofSeconds(6));
        budgets.of("bob").take(1);
        assertThat(budgets.size()).isEqualTo(2);

        pass(Duration.ofSeconds(5));
        budgets.of("carol").take(1);

        assertThat(budgets.size()).isEqualTo(2);
        assertThat(takenUntilRefused(budgets.of("alice"))).isEqualTo(200);
    }

    @Test
    void letsStrangersBeyondTheTableShareOneBucket() {
        var budgets = new ClientBudgets(20, 10, () -> now);
        for (int i = 0; i < 10; i++) {
            budgets.of("early " + i).take(1);
        }

        int granted = 0;
        for (int i = 0; i < 1_000; i++) {
            granted += budgets.of("late " + i).take(1).isZero() ? 1 : 0;
        }

        assertThat(granted).isEqualTo(200);
        assertThat(budgets.size()).isEqualTo(11);
        assertThat(takenUntilRefused(budgets.of("early 3"))).isEqualTo(199);
    }

    /** Those beyond the table must not keep the places of those who have left. */
    @Test
    void givesPlacesAwayAgainHoweverMuchTheCrowdAsks() {
        var budgets = new ClientBudgets(20, 10, () -> now);
        for (int i = 0; i < 10; i++) {
            budgets.of("early " + i).take(1);
        }
        for (int second = 0; second < 11; second++) {
            takenUntilRefused(budgets.of("late"));
            pass(Duration.ofSeconds(1));
        }
        takenUntilRefused(budgets.of("late"));

        assertThat(takenUntilRefused(budgets.of("newcomer"))).isEqualTo(200);
    }

    private static int takenUntilRefused(Allowance allowance) {
        int taken = 0;
        while (allowance.take(1).isZero()) {
            taken++;
        }
        return taken;
    }
}
