// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.random.RandomGenerator;

/**
 * Waits between attempts: doubling up to a cap, each shortened by a random part of up to a half so that nodes that lost
 * each other together do not return together.
 */
final class Backoff {
    private final long firstNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(long firstNanos, long maxNanos, RandomGenerator random) {
        this.firstNanos = firstNanos;
        this.maxNanos = maxNanos;
        this.random = random;
        this.nextNanos = firstNanos;
    }

    long next() {
        long wait = nextNanos;
        nextNanos = Math.min(maxNanos, wait * 2);
        return wait - random.nextLong(wait / 2 + 1);
    }

    void reset() {
        nextNanos = firstNanos;
    }
}
