// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How often a tracker takes a sample: as its source does by itself, until an owner wants something else. One thread asks for
 * each sample whether it is taken, another one may set the pace.
 */
final class Pace {
    private final SampleSource source;
    private final Optional<Interval> own;
    private final AtomicReference<Optional<Interval>> wanted = new AtomicReference<>(Optional.empty());

    /** Of the sample taken last; before the first one long ago. */
    private long lastMillis;

    Pace(SampleSource source) {
        this.source = source;
        this.own = source.everyMillis().isPresent()
                ? Optional.of(Interval.of(source.everyMillis().getAsLong()))
                : Optional.empty();
    }

    /** What holds now; empty if the source says when there is a sample. */
    Optional<Interval> now() {
        return wanted.get().or(() -> own);
    }

    /** @param interval empty for the source's own */
    void set(Optional<Interval> interval) {
        wanted.set(interval);
        now().ifPresent(pace -> source.every(pace.millis()));
    }

    /** Whether a sample is taken; of a source that has its own times, those that come too soon are not. */
    boolean takes(Sample sample) {
        Optional<Interval> pace = wanted.get();
        boolean isSoon = own.isEmpty()
                && pace.isPresent()
                && sample.timeMillis() >= lastMillis
                && sample.timeMillis() - lastMillis < pace.get().millis();
        if (!isSoon) {
            lastMillis = sample.timeMillis();
        }
        return !isSoon;
    }
}
