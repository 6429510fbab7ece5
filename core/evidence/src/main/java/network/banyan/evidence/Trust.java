// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import network.banyan.ledger.Genesis;
import network.banyan.primitives.Invariant;

/**
 * How long somebody believes a checkpoint. Members that stopped standing get their pledges back {@code UNBONDING} later
 * (docs/spec/staking.md) and then lose nothing by signing another chain with their old keys; so a committee may be trusted
 * only for a shorter time than that.
 *
 * @param periodMillis 1 hour to 90 days, the longest {@code UNBONDING} there can be; it must be shorter than the chain's
 * @param nowMillis what the clock of who trusts says, milliseconds since 1970
 */
public record Trust(Checkpoint checkpoint, long periodMillis, long nowMillis) {
    private static final long HOUR = 3_600_000;

    public static final long MIN_PERIOD_MILLIS = HOUR;
    public static final long MAX_PERIOD_MILLIS = 90 * 24 * HOUR;

    /** Half the {@code UNBONDING} that chains have by default. */
    public static final long DEFAULT_PERIOD_MILLIS = 7 * 24 * HOUR;

    /** How far a block may be ahead of the clock of who looks at it. */
    private static final long CLOCKS_DIFFER_MILLIS = 60_000;

    public Trust {
        Invariant.check(
                periodMillis >= MIN_PERIOD_MILLIS && periodMillis <= MAX_PERIOD_MILLIS,
                "a trusting period of %d ms",
                periodMillis);
        Invariant.check(nowMillis >= 0 && nowMillis <= DeviceRecord.MAX_TIME_MILLIS, "a clock that says %d", nowMillis);
    }

    /** The checkpoint is not to be trusted; the message says why. */
    public static final class Ended extends RuntimeException {
        Ended(String message, Object... arguments) {
            super(message.formatted(arguments), null, false, false);
        }
    }

    void check(Genesis genesis) {
        if (checkpoint.chainId() != genesis.chainId()) {
            throw new Ended(
                    "the checkpoint is of chain %d, the genesis of chain %d", checkpoint.chainId(), genesis.chainId());
        }
        long epoch = checkpoint.committee().epoch();
        long height = checkpoint.header().number();
        Terms terms = Terms.of(genesis);
        if (!terms.isLast(height) || terms.epochOf(height) != epoch - 1) {
            throw new Ended("on the genesis' chain, block %d does not start epoch %d", height, epoch);
        }
        long age = nowMillis - checkpoint.timeMillis();
        if (age < -CLOCKS_DIFFER_MILLIS) {
            throw new Ended("the checkpoint is of %d s after now: one of the clocks is wrong", -age / 1000);
        }
        if (age >= periodMillis) {
            throw tooOld(age, periodMillis);
        }
    }

    /**
     * What ends the trust in a checkpoint that was trusted before.
     *
     * @param ageMillis since the checkpoint's time
     */
    public static Ended tooOld(long ageMillis, long periodMillis) {
        return new Ended(
                "the checkpoint is %s old, and trusted for less than %s: get a newer one",
                hours(ageMillis), hours(periodMillis));
    }

    private static String hours(long millis) {
        return "%d h".formatted(millis / HOUR);
    }
}
