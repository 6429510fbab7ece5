// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A costly look, taken only so often, however many ask. */
final class Sampled<T> implements Supplier<T> {
    private final Supplier<T> look;
    private final long ageMaxNanos;
    private final LongSupplier nanoClock;
    private @Nullable T last;
    private long lookedAt;

    /** @param nanoClock {@link System#nanoTime} */
    Sampled(Supplier<T> look, Duration ageMax, LongSupplier nanoClock) {
        this.look = look;
        this.ageMaxNanos = ageMax.toNanos();
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized T get() {
        T seen = last;
        long now = nanoClock.getAsLong();
        if (seen == null || now - lookedAt >= ageMaxNanos) {
            seen = look.get();
            last = seen;
            lookedAt = now;
        }
        return seen;
    }
}
