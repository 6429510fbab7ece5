// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Invariant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a message from the door to the disk. Several threads verify, each its own devices, so that a device's messages
 * keep their order; one thread commits all that is there. Every queue is bounded: who sends faster than the disk takes is
 * answered {@code busy}, or not read from.
 */
public final class Ingest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    /** Payload bytes on their way at once. */
    private static final int MAX_BYTES = 32 << 20;

    private static final int MAX_MESSAGES = 16_384;
    private static final int MAX_COMMIT_MESSAGES = 2_048;
    private static final int MAX_COMMIT_BYTES = 4 << 20;
    private static final long POLL_MILLIS = 100;

    private final RecordLog log;
    private final Verification verification;
    private final Committer committer;
    private final Refusals refusals;
    private final Counts counts;
    private final Runnable committed;
    private final Consumer<RuntimeException> failed;
    private final Semaphore room = new Semaphore(MAX_BYTES);
    private final List<BlockingQueue<Message>> incoming = new ArrayList<>();
    private final BlockingQueue<Verification.Verified> verified = new ArrayBlockingQueue<>(MAX_MESSAGES);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);

    private enum Stage {
        RUNNING,
        /** Nothing new is taken; what came is brought to its end. */
        VERIFIED,
        STOPPED
    }

    /**
     * @param workers threads that verify, 1 to 64
     * @param committed is told after each commit, quickly
     * @param failed is told once if the pipeline broke; the process should end then
     */
    public Ingest(
            RecordLog log,
            DeviceKeys keys,
            Refusals refusals,
            Counts counts,
            int workers,
            Runnable committed,
            Consumer<RuntimeException> failed) {
        Invariant.check(workers >= 1 && workers <= 64, "%d workers", workers);
        this.log = log;
        this.verification = new Verification(keys);
        this.committer = new Committer(log);
        this.refusals = refusals;
        this.counts = counts;
        this.committed = committed;
        this.failed = failed;
        for (int i = 0; i < workers; i++) {
            BlockingQueue<Message> queue = new ArrayBlockingQueue<>(MAX_MESSAGES);
            incoming.add(queue);
            threads.add(Thread.ofPlatform().name("gateway-verify-" + i).start(() -> run(() -> verifyAll(queue))));
        }
        threads.add(Thread.ofPlatform().name("gateway-commit").start(() -> run(this::commitAll)));
    }

    /**
     * Takes a message in. Messages of a device are answered in the order they were submitted.
     *
     * @return false if there is no room, or the gateway stops: nothing will be answered then
     */
    public boolean submit(Message message) {
        int bytes = message.payload().size();
        if (stage.get() != Stage.RUNNING || !room.tryAcquire(bytes)) {
            putOff(message);
            return false;
        }
        boolean taken = incoming.get(Math.floorMod(message.device().hashCode(), incoming.size()))
                .offer(message);
        if (!taken) {
            room.release(bytes);
            putOff(message);
        }
        return taken;
    }

    /** Only who has nothing in the log yet is worth the time of a look into it. */
    private void putOff(Message message) {
        if (log.tip(message.device()).isEmpty()) {
            Verification.firstSequence(message.payload()).ifPresent(message.sender()::putOff);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (GatewayException forGood) {
            LOG.error("the gateway takes no more: {}", forGood.getMessage());
            end(forGood);
        } catch (RuntimeException | Error broken) {
            // A thread that ended unheard would leave devices without an answer for ever.
            LOG.error("the gateway's pipeline broke", broken);
            end(new GatewayException("the gateway's pipeline broke: " + broken, broken));
        }
    }

    private void end(RuntimeException reason) {
        stage.set(Stage.STOPPED);
        failed.accept(reason);
    }

    private void verifyAll(BlockingQueue<Message> queue) throws InterruptedException {
        while (stage.get() != Stage.STOPPED) {
            Message message = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (message != null) {
                verified.put(verification.verify(message));
            } else if (stage.get() != Stage.RUNNING) {
                return;
            }
        }
    }

    private void commitAll() throws InterruptedException {
        while (stage.get() != Stage.STOPPED) {
            Verification.Verified first = verified.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                commit(gather(first));
            } else {
                committer.rest();
            }
        }
    }

    private List<Verification.Verified> gather(Verification.Verified first) {
        List<Verification.Verified> batch = new ArrayList<>();
        int bytes = 0;
        for (Verification.Verified next = first; next != null; next = verified.poll()) {
            batch.add(next);
            bytes += next.message().payload().size();
            if (batch.size() == MAX_COMMIT_MESSAGES || bytes >= MAX_COMMIT_BYTES) {
                break;
            }
        }
        return batch;
    }

    private void commit(List<Verification.Verified> batch) {
        List<Committer.Done> all = committer.commit(batch);
        counts.committed();
        committed.run();
        for (Committer.Done done : all) {
            for (Outcome outcome : done.outcomes()) {
                counts.count(outcome);
                if (outcome instanceof Outcome.Refused refused) {
                    refusals.add(done.message().device(), refused);
                }
            }
            room.release(done.message().payload().size());
            done.message().reply().answered(done.outcomes());
        }
    }

    /** Brings what was taken in to its end, and stops. */
    @Override
    public void close() {
        stage.compareAndSet(Stage.RUNNING, Stage.VERIFIED);
        try {
            for (Thread thread : threads.subList(0, threads.size() - 1)) {
                thread.join(30_000);
            }
            while (!verified.isEmpty() && stage.get() != Stage.STOPPED) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            stage.set(Stage.STOPPED);
            threads.getLast().join(30_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
