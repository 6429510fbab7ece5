// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import network.banyan.device.Sensor;
import network.banyan.evidence.Reading;

/** A sensor, looked at in equal steps of time. */
public final class SensorSource implements SampleSource {
    private final Sensor sensor;
    private final long everyMillis;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long nextNanos = System.nanoTime();

    public SensorSource(Sensor sensor, long everyMillis, InstantSource clock) {
        this.sensor = sensor;
        this.everyMillis = everyMillis;
        this.clock = clock;
    }

    @Override
    public Optional<Sample> next() throws InterruptedException {
        while (!closed.await(Math.max(0, nextNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            // After a machine slept, it goes on from now instead of catching up.
            nextNanos = Math.max(nextNanos, System.nanoTime() - everyMillis * 1_000_000) + everyMillis * 1_000_000;
            List<Reading> readings = sensor.read();
            if (!readings.isEmpty()) {
                return Optional.of(new Sample(clock.millis(), readings));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
