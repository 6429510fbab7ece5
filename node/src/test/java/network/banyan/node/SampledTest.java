// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SampledTest {
    @Test
    void looksAgainOnlyWhenTheLastLookIsOld() {
        AtomicLong now = new AtomicLong(-5);
        AtomicInteger looks = new AtomicInteger();
        var sampled = new Sampled<>(looks::incrementAndGet, Duration.ofNanos(100), now::get);
        assertThat(sampled.get()).isEqualTo(1);
        now.set(94);
        assertThat(sampled.get()).isEqualTo(1);
        now.set(95);
        assertThat(sampled.get()).isEqualTo(2);
    }
}
