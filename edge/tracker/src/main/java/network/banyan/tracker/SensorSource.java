// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.banyan.device.Sensor;
import network.banyan.evidence.Reading;

/** A sensor, looked at in equal steps of time, which may change while it waits for the next. */
public final class SensorSource implements SampleSource {
    private final Sensor sensor;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long everyMillis;
    private long nextNanos = System.nanoTime();
    private boolean isClosed;

    public SensorSource(Sensor sensor, long everyMillis, InstantSource clock) {
        this.sensor = sensor;
        this.everyMillis = everyMillis;
        this.clock = clock;
    }

    @Override
    public Optional<Sample> next() throws InterruptedException {
        while (isDue()) {
            List<Reading> readings = sensor.read();
            if (!readings.isEmpty()) {
                return Optional.of(new Sample(clock.millis(), readings));
            }
        }
        return Optional.empty();
    }

    /** Waits; false if the source was closed. */
    private boolean isDue() throws InterruptedException {
        lock.lock();
        try {
            for (long left = left(); !isClosed && left > 0; left = left()) {
                var _ = changed.awaitNanos(left);
            }
            // After a machine slept, it goes on from now instead of catching up.
            long step = TimeUnit.MILLISECONDS.toNanos(everyMillis);
            long now = System.nanoTime();
            nextNanos = nextNanos - (now - step) > 0 ? nextNanos + step : now;
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    private long left() {
        return nextNanos - System.nanoTime();
    }

    @Override
    public OptionalLong everyMillis() {
        lock.lock();
        try {
            return OptionalLong.of(everyMillis);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void every(long millis) {
        lock.lock();
        try {
            everyMillis = millis;
            long soonest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            nextNanos = nextNanos - soonest > 0 ? soonest : nextNanos;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
