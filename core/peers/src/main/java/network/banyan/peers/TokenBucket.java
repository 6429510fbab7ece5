// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

/**
 * Allows an average rate with bursts. What was already received is always taken, into debt if need be; the answer says how
 * long to pause until the debt is paid.
 *
 * <p>Times are readings of a monotonic clock in nanoseconds. Integers only; rates and bursts up to 2^32.
 */
public final class TokenBucket {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long perSecond;
    private final long burst;
    /** From -(debt) to burst. */
    private long tokens;
    /** The part of a token below one, in billionths. */
    private long remainder;

    private long last;

    public TokenBucket(long perSecond, long burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.last = now;
    }

    /**
     * Takes tokens.
     *
     * @return nanoseconds until the bucket is out of debt; 0 if it is not in debt
     */
    public long take(long amount, long now) {
        refill(now);
        tokens -= amount;
        return tokens >= 0 ? 0 : Math.ceilDiv(-tokens * SECOND_NANOS, perSecond);
    }

    /** Takes one if there is one. */
    public boolean tryTake(long now) {
        refill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Whether the bucket is at least half full: its user has slowed down by itself. */
    public boolean isRelaxed(long now) {
        refill(now);
        return tokens >= burst / 2;
    }

    private void refill(long now) {
        // A second at a time keeps 2^32 * 10^9 within a long.
        long elapsed = Math.max(0, now - last);
        last = now;
        long seconds = elapsed / SECOND_NANOS;
        if (seconds > (burst - tokens) / perSecond) {
            tokens = burst;
            remainder = 0;
            return;
        }
        long fraction = (elapsed % SECOND_NANOS) * perSecond + remainder;
        tokens = Math.min(burst, tokens + seconds * perSecond + fraction / SECOND_NANOS);
        remainder = fraction % SECOND_NANOS;
    }
}
