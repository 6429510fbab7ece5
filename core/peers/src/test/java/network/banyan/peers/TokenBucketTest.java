// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstIsFreeAndDebtIsPaidAtTheRate() {
        TokenBucket bucket = new TokenBucket(100, 50, 0);

        assertThat(bucket.take(50, 0)).isZero();
        assertThat(bucket.take(10, 0)).isEqualTo(SECOND / 10);
        assertThat(bucket.take(0, SECOND / 20)).isEqualTo(SECOND / 20);
        assertThat(bucket.take(0, SECOND / 10)).isZero();
    }

    @Test
    void savingsEndAtTheBurst() {
        TokenBucket bucket = new TokenBucket(100, 50, 0);
        bucket.take(50, 0);

        assertThat(bucket.take(50, 1_000 * SECOND)).isZero();
        assertThat(bucket.take(1, 1_000 * SECOND)).isPositive();
    }

    @Test
    void theAverageHoldsHoweverTimeIsCut() {
        Random random = new Random(1);
        TokenBucket bucket = new TokenBucket(1_000_003, 17, 0);
        long now = 0;
        long taken = 0;
        while (now < 10 * SECOND) {
            int amount = 1 + random.nextInt(40);
            taken += amount;
            long debtNanos = bucket.take(amount, now);
            while (debtNanos > 0) {
                now += 1 + random.nextLong(debtNanos);
                debtNanos = bucket.take(0, now);
            }
        }
        assertThat(taken).isBetween(10_000_030L, 10_000_100L);
    }

    @Test
    void tryTakeNeverGoesIntoDebt() {
        TokenBucket bucket = new TokenBucket(1, 2, 0);

        assertThat(bucket.tryTake(0)).isTrue();
        assertThat(bucket.tryTake(0)).isTrue();
        assertThat(bucket.tryTake(0)).isFalse();
        assertThat(bucket.tryTake(SECOND)).isTrue();
        assertThat(bucket.tryTake(SECOND)).isFalse();
    }

    @Test
    void theLargestRatesAndTimesDoNotOverflow() {
        long most = 1L << 32;
        TokenBucket bucket = new TokenBucket(most, most, Long.MIN_VALUE);

        assertThat(bucket.take(2 * most, Long.MIN_VALUE)).isEqualTo(SECOND);
        assertThat(bucket.take(0, Long.MIN_VALUE + SECOND - 1)).isPositive();
        assertThat(bucket.take(most, Long.MIN_VALUE + 10 * SECOND)).isZero();
        assertThat(bucket.isRelaxed(Long.MIN_VALUE + 10 * SECOND)).isFalse();
        assertThat(bucket.isRelaxed(Long.MIN_VALUE + 1_000_000 * SECOND)).isTrue();
    }

    @Test
    void aClockThatStandsOrStepsBackGivesNothing() {
        TokenBucket bucket = new TokenBucket(100, 1, 5 * SECOND);
        bucket.take(1, 5 * SECOND);

        assertThat(bucket.tryTake(5 * SECOND)).isFalse();
        assertThat(bucket.tryTake(4 * SECOND)).isFalse();
    }
}
