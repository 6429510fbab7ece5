// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.Journal;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.primitives.Invariant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a tracker: one thread measures, signs and keeps; the caller's delivers. The first never waits for the second, so
 * samples are taken through any outage until the journal is full.
 */
public final class Tracker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long FIRST_PAUSE_MILLIS = 500;

    /** So soon a record leaves after it was kept. */
    private static final long LOOK_MILLIS = 50;

    private final Parts parts;
    private final Batcher batcher;
    private final Pace pace;
    private final Delivery delivery;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch measured = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());

    /**
     * What a tracker is made of; who opened them closes them, but for source and gateway.
     *
     * @param entry is asked before the first record leaves, until it says {@link Progress.Moved}: registers the device
     * @param batch samples of a record, from 1
     */
    public record Parts(
            DeviceSigner signer,
            SampleSource source,
            Journal journal,
            ReceiptStore receipts,
            GatewayIdentity identity,
            GatewayPort gateway,
            TrackerTwin twin,
            Entry entry,
            int batch) {}

    /** What must be so before a gateway takes records. */
    @FunctionalInterface
    public interface Entry {
        /** Nothing needs to be done. */
        Entry OPEN = _ -> new Progress.Moved();

        /**
         * @throws NodePort.Unavailable if the node does not answer
         */
        Progress advance(long nowMillis);
    }

    /**
     * @throws DeviceException if journal and receipts do not fit each other
     */
    public Tracker(Parts parts) {
        this.parts = parts;
        this.pace = new Pace(parts.source());
        this.batcher = new Batcher(parts.signer(), parts.journal(), parts.batch());
        this.delivery = new Delivery(parts.journal(), parts.receipts(), parts.identity(), parts.gateway());
    }

    public TrackerStatus status() {
        return new TrackerStatus(
                parts.signer().device(),
                parts.signer().label(),
                parts.journal().lastSequence(),
                parts.receipts().through(),
                missed.get(),
                parts.source().refused(),
                parts.identity().gateway(),
                problem.get());
    }

    /**
     * Runs until the source has ended and all its records have receipts, or until {@link #close}. Once only.
     *
     * @throws DeviceException if a person must do something before the tracker can go on
     */
    public void run() throws InterruptedException {
        Invariant.check(started.compareAndSet(false, true), "a tracker runs once");
        LOG.info(
                "device {} signs with {}",
                parts.signer().device(),
                parts.signer().label());
        parts.twin().begin(pace);
        Thread measuring = Thread.ofPlatform().name("tracker-measures").daemon().start(this::measure);
        try {
            deliver();
        } finally {
            stop.countDown();
            parts.source().close();
            measuring.join(5_000);
            parts.gateway().close();
            stopped.countDown();
        }
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }

    private void measure() {
        try {
            for (Optional<Sample> next = parts.source().next();
                    next.isPresent() && stop.getCount() > 0;
                    next = parts.source().next()) {
                if (pace.takes(next.get())) {
                    batcher.add(next.get());
                }
                if (batcher.missed() > missed.getAndSet(batcher.missed())) {
                    LOG.error("the journal is full: samples are NOT taken until the gateway takes records");
                }
            }
            batcher.finish();
        } catch (RuntimeException fatal) {
            // A source or signer may fail in any way; one that dies silently would lose readings.
            failure.compareAndSet(Optional.empty(), Optional.of(fatal));
            stop.countDown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            measured.countDown();
        }
    }

    private void deliver() throws InterruptedException {
        boolean isIn = false;
        long pause = 0;
        while (!stop.await(pause, TimeUnit.MILLISECONDS)) {
            boolean wasEnd = measured.getCount() == 0;
            try {
                Progress progress = isIn ? delivery.advance() : parts.entry().advance(System.nanoTime() / 1_000_000);
                if (isIn) {
                    parts.twin().advance(parts.gateway(), pace, status().waiting());
                }
                if (isIn && progress instanceof Progress.Resting) {
                    report(Optional.empty());
                    if (wasEnd && delivery.isDone()) {
                        return;
                    }
                }
                isIn |= progress instanceof Progress.Moved;
                pause = switch (progress) {
                    case Progress.Moved() -> {
                        report(Optional.empty());
                        yield 0;
                    }
                    case Progress.Resting() -> LOOK_MILLIS;
                    case Progress.Hindered(String reason) -> {
                        report(Optional.of(reason));
                        yield Progress.PROBLEM_MILLIS;
                    }
                };
            } catch (GatewayPort.Away | NodePort.Unavailable away) {
                parts.gateway().disconnect();
                parts.twin().disconnected();
                report(Optional.of(String.valueOf(away.getMessage())));
                pause = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pause));
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
                    reason -> LOG.warn("device {}: {}", parts.signer().device(), reason),
                    () -> LOG.info("device {}: goes on", parts.signer().device()));
        }
    }

    /** Stops {@link #run} and waits until it has. What was signed is in the journal. */
    @Override
    public void close() {
        stop.countDown();
        parts.source().close();
        try {
            if (started.get() && !stopped.await(30, TimeUnit.SECONDS)) {
                LOG.warn("the tracker does not stop; a call hangs");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
