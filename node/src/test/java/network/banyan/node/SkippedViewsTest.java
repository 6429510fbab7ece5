// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SkippedViewsTest {
    private final SkippedViews views = new SkippedViews();

    @Test
    void viewsBetweenBlocksAreSkippedAndOwnTurnsAmongThemMissed() {
        views.seated(4, OptionalInt.of(1));
        views.finalized(0, 5);
        assertThat(views.skipped()).isZero();
        views.finalized(0, 6);
        views.finalized(0, 9);
        assertThat(views.skipped()).isEqualTo(2);
        assertThat(views.missed()).isZero();
        views.finalized(0, 15);
        assertThat(views.skipped()).isEqualTo(7);
        assertThat(views.missed()).as("views 10 and 14 are of seat 1").isEqualTo(2);
    }

    @Test
    void anEpochBeginsWithViewOne() {
        views.seated(4, OptionalInt.of(0));
        views.finalized(3, 90);
        views.seated(4, OptionalInt.of(2));
        views.finalized(4, 4);
        assertThat(views.skipped()).isEqualTo(3);
        assertThat(views.missed()).isEqualTo(1);
    }

    @Test
    void whoHasNoSeatMissesNothing() {
        views.seated(4, OptionalInt.empty());
        views.finalized(0, 1);
        views.finalized(0, 1_000_000_000);
        assertThat(views.missed()).isZero();
        assertThat(views.skipped()).isEqualTo(999_999_998);
    }
}
