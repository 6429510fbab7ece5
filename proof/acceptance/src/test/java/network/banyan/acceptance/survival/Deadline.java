// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, and fails with its name if that takes too long. */
final class Deadline {
    /** Generous, because machines that test are busy. */
    static final Duration PATIENCE = Duration.ofSeconds(300);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Deadline() {}

    static void until(String what, BooleanSupplier holds) {
        until(what, PATIENCE, holds);
    }

    static void until(String what, Duration patience, BooleanSupplier holds) {
        if (!within(patience, holds)) {
            throw new AssertionError("not within %d s: %s".formatted(patience.toSeconds(), what));
        }
    }

    /** Whether it became true in time. */
    static boolean within(Duration patience, BooleanSupplier holds) {
        long end = System.nanoTime() + patience.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Lets the world go on for a while. */
    static void pass(Duration time) {
        var _ = within(time, () -> false);
    }
}
