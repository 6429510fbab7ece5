// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import network.banyan.replica.Alarm;
import network.banyan.replica.Effect;
import network.banyan.replica.Input;
import network.banyan.replica.Replica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The one thread that owns a replica: it takes inputs from a bounded queue, rings the alarms, and hands the effects on.
 * When the queue is full a message is dropped and counted; the protocol makes lost messages good.
 */
final class ReplicaThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaThread.class);
    private static final int QUEUE_LENGTH = 8_192;

    private final String name;
    private final Replica replica;
    private final Effects effects;
    private final BlockingQueue<Input> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final Map<Alarm.Kind, Due> alarms = new EnumMap<>(Alarm.Kind.class);
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;

    /** What the node does with a replica's effects, and with its end. */
    interface Effects {
        void perform(Effect effect);

        /** The replica stopped because of this; the node must not go on as if nothing had happened. */
        void failed(Throwable reason);
    }

    private record Due(Alarm alarm, long atNanos) {}

    ReplicaThread(String name, Replica replica, Effects effects) {
        this.name = name;
        this.replica = replica;
        this.effects = effects;
        this.thread = Thread.ofPlatform().name("replica-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Queues an input; false if it was dropped. Never waits. */
    boolean offer(Input input) {
        boolean taken = queue.offer(input);
        if (!taken) {
            dropped.increment();
        }
        return taken;
    }

    long dropped() {
        return dropped.sum();
    }

    int queued() {
        return queue.size();
    }

    private void run() {
        MDC.put("node", name);
        try {
            // Peers may have called already, but the replica hears nothing before it has started.
            step(new Input.Start());
            while (!closing) {
                Input input = next();
                if (input != null) {
                    step(input);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Throwable broken) {
            LOG.error("the replica stops", broken);
            effects.failed(broken);
        }
    }

    private void step(Input input) {
        for (Effect effect : replica.step(System.currentTimeMillis(), input)) {
            if (effect instanceof Effect.SetAlarm set) {
                alarms.put(
                        set.alarm().kind(), new Due(set.alarm(), System.nanoTime() + 1_000_000L * set.delayMillis()));
            } else {
                effects.perform(effect);
            }
        }
    }

    /** The next input, or null if the wait was cut short by {@link #close}. Alarms that are due go first. */
    private @org.jspecify.annotations.Nullable Input next() throws InterruptedException {
        Due first = null;
        for (Due due : alarms.values()) {
            if (first == null || due.atNanos() - first.atNanos() < 0) {
                first = due;
            }
        }
        long waitNanos = first == null ? TimeUnit.SECONDS.toNanos(1) : first.atNanos() - System.nanoTime();
        if (first != null && waitNanos <= 0) {
            alarms.remove(first.alarm().kind());
            return new Input.AlarmRang(first.alarm());
        }
        return queue.poll(Math.min(waitNanos, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
    }

    /** Ends the thread after the step it is in. */
    @Override
    public void close() {
        closing = true;
        if (!Thread.currentThread().equals(thread)) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
