// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StallTest {
    private final Stall stall = new Stall(Duration.ofSeconds(5));

    @Test
    void saysNothingWhileBlocksComeInTime() {
        for (int second : new int[] {0, 1, 4, 0, 4, 2}) {
            assertThat(look(second)).isEmpty();
        }
    }

    @Test
    void speaksAfterItsPatienceAndThenEachTimeTheSilenceHasDoubled() {
        List<Integer> told = IntStream.rangeClosed(0, 100)
                .filter(second -> look(second).isPresent())
                .boxed()
                .toList();

        assertThat(told).containsExactly(5, 10, 20, 40, 80);
    }

    @Test
    void saysOnceThatTheChainGoesOnAndHowLongItStood() {
        IntStream.rangeClosed(0, 12).forEach(this::look);

        assertThat(look(0)).contains(new Stall.Notice.GoesOn(Duration.ofSeconds(12)));
        assertThat(look(1)).isEmpty();
        assertThat(look(5)).contains(new Stall.Notice.StandsStill(Duration.ofSeconds(5)));
    }

    @Test
    void theWatchAsksByItself() throws InterruptedException {
        BlockingQueue<Stall.Notice> notices = new ArrayBlockingQueue<>(8);
        try (StallWatch _ = new StallWatch("n", stall, () -> Duration.ofSeconds(7), notices::add)) {
            assertThat(notices.poll(20, TimeUnit.SECONDS))
                    .isEqualTo(new Stall.Notice.StandsStill(Duration.ofSeconds(7)));
        }
    }

    private Optional<Stall.Notice> look(int seconds) {
        return stall.look(Duration.ofSeconds(seconds));
    }
}
