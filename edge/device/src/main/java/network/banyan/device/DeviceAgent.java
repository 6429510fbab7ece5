// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.primitives.Invariant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a device: one thread measures, signs and keeps; another publishes and anchors. The first never waits for the second,
 * so readings go on through any outage of node or chain, until the journal is full.
 */
public final class DeviceAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceAgent.class);
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final DeviceSigner signer;
    private final Journal journal;
    private final AgentSettings settings;
    private final Recorder recorder;
    private final Uplink uplink;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> signing = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicLong missed = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * @param journal of this signer's device; the caller opened it and closes it
     * @param clock whose time stands in the records
     */
    public DeviceAgent(
            DeviceSigner signer,
            Sensor sensor,
            Journal journal,
            NodePort node,
            AgentSettings settings,
            InstantSource clock) {
        this.signer = signer;
        this.journal = journal;
        this.settings = settings;
        this.recorder = new Recorder(signer, sensor, journal, clock);
        this.uplink = new Uplink(signer, journal, node, settings);
    }

    public AgentStatus status() {
        return new AgentStatus(
                signer.device(),
                signer.label(),
                journal.lastSequence(),
                uplink.published(),
                uplink.anchored(),
                missed.get(),
                signing.get().or(problem::get));
    }

    /**
     * Runs until {@link #close} is called from another thread. Once only.
     *
     * @throws DeviceException if a person must do something before the device can go on
     * @throws InterruptedException if the calling thread is interrupted; the agent has stopped then
     */
    public void run() throws InterruptedException {
        Invariant.check(started.compareAndSet(false, true), "an agent runs once");
        LOG.info("device {} signs with {}", signer.device(), signer.label());
        Thread measuring = Thread.ofPlatform().name("device-recorder").start(this::measure);
        try {
            connect();
        } finally {
            stop.countDown();
            measuring.join();
            stopped.countDown();
        }
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }

    /** Stops {@link #run} and waits until it has. What was measured is in the journal. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (started.get() && !stopped.await(1, TimeUnit.MINUTES)) {
                LOG.warn("the agent does not stop; a call to the node hangs");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() {
        try {
            long next = System.nanoTime();
            while (!pause(Math.max(0, (next - System.nanoTime()) / 1_000_000))) {
                next = System.nanoTime() + settings.sampleMillis() * 1_000_000;
                // A journal that may be behind must not be continued before the node was asked.
                if (uplink.hasCompared() || (journal.lastSequence() > 0 && !journal.wasTorn())) {
                    measureOnce();
                }
            }
        } catch (RuntimeException fatal) {
            // A sensor or signer of any kind may fail in any way; a recorder that dies silently would lose readings.
            failure.compareAndSet(Optional.empty(), Optional.of(fatal));
            stop.countDown();
        } catch (InterruptedException interrupted) {
            stop.countDown();
        }
        if (recorder.waiting() > 0) {
            LOG.error("{} measurements are lost: the key was away until the agent stopped", recorder.waiting());
        }
    }

    private void measureOnce() {
        switch (recorder.measure()) {
            case Recorder.Outcome.Kept _ -> {
                if (signing.getAndSet(Optional.empty()).isPresent()) {
                    LOG.info("device {}: its key signs again, and has signed what was waiting", signer.device());
                }
            }
            case Recorder.Outcome.Waiting(String reason) -> {
                if (signing.getAndSet(Optional.of("readings wait for the key: " + reason))
                        .isEmpty()) {
                    LOG.warn("device {}: readings wait for the key: {}", signer.device(), reason);
                }
            }
            case Recorder.Outcome.Nothing() -> LOG.debug("the sensor shows nothing");
            case Recorder.Outcome.Full() -> {
                if (missed.getAndIncrement() == 0) {
                    LOG.error("no more room: readings are NOT taken until node and key take what waits");
                }
            }
        }
    }

    private void connect() throws InterruptedException {
        long pause = 0;
        while (!pause(pause)) {
            try {
                pause = switch (uplink.advance(System.nanoTime() / 1_000_000)) {
                    case Progress.Moved() -> {
                        report(Optional.empty());
                        yield 0;
                    }
                    case Progress.Resting() -> Progress.POLL_MILLIS;
                    case Progress.Hindered(String reason) -> {
                        report(Optional.of(reason));
                        yield Progress.PROBLEM_MILLIS;
                    }
                };
            } catch (NodePort.Unavailable | DeviceSigner.Unavailable away) {
                report(Optional.of("cannot go on for now: " + away.getMessage()));
                pause = Math.min(LONGEST_PAUSE_MILLIS, Math.max(2 * pause, 2 * Progress.POLL_MILLIS));
            } catch (DeviceException fatal) {
                failure.compareAndSet(Optional.empty(), Optional.of(fatal));
                return;
            }
        }
    }

    /** Says each problem once, and when it is over. */
    private void report(Optional<String> now) {
        Optional<String> before = problem.getAndSet(now);
        if (!before.equals(now)) {
            now.ifPresentOrElse(
                    reason -> LOG.warn("device {}: {}", signer.device(), reason),
                    () -> LOG.info("device {}: goes on", signer.device()));
        }
    }

    /** Waits; true if the agent must stop. */
    private boolean pause(long millis) throws InterruptedException {
        return stop.await(millis, TimeUnit.MILLISECONDS);
    }
}
