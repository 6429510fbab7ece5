// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a recording happen again, at its own pace or a multiple of it.
 *
 * <p>The samples carry the time of their replay, as those of a thing that moves now; or, if that is wanted, the times that
 * the recording states.
 */
public final class Replay implements SampleSource {
    /** Between the end of a round and the next one's beginning, by the recording's own clock. */
    private static final long ROUND_MILLIS = 1_000;

    private final Recording recording;
    private final double speed;
    private final boolean loops;
    private final Optional<InstantSource> clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long startNanos = System.nanoTime();
    private int at;

    /**
     * @param speed how many of the recording's seconds pass in one; above 0
     * @param loops begin again at the end
     * @param clock whose time the samples carry; empty for the recording's own
     */
    public Replay(Recording recording, double speed, boolean loops, Optional<InstantSource> clock) {
        this.recording = recording;
        this.speed = speed;
        this.loops = loops;
        this.clock = clock;
    }

    @Override
    public Optional<Sample> next() throws InterruptedException {
        List<Sample> samples = recording.samples();
        if (at == samples.size()) {
            if (!loops) {
                return Optional.empty();
            }
            startNanos +=
                    nanos(samples.getLast().timeMillis() - samples.getFirst().timeMillis() + ROUND_MILLIS);
            at = 0;
        }
        Sample sample = samples.get(at);
        long due = startNanos + nanos(sample.timeMillis() - samples.getFirst().timeMillis());
        if (closed.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        at++;
        return Optional.of(
                clock.map(now -> new Sample(now.millis(), sample.readings())).orElse(sample));
    }

    private long nanos(long recordedMillis) {
        return (long) (recordedMillis * 1_000_000.0 / speed);
    }

    @Override
    public long refused() {
        return recording.refused();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
