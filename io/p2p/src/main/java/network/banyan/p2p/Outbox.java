// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages waiting to be sent, of all peers of one network. Bounded in bytes per peer and in all; never blocks.
 *
 * <p>When something must go, it is the oldest message of the least urgent lane that is not more urgent than the newcomer;
 * of the fullest peer when the network's budget is what ran out. If there is none, the newcomer goes. A message that is
 * already on its way in part is never dropped: its receiver counts on the rest.
 *
 * <p>Safe for any thread; every operation holds one lock for a short time.
 */
final class Outbox {
    /** What keeping a message costs beside its bytes, so that a flood of tiny ones is bounded too. */
    static final int OVERHEAD = 64;

    private final int bytesMax;
    private final int bytesPerPeerMax;
    private final Meter meter;
    private final Object lock = new Object();
    private final List<Queue> queues = new ArrayList<>();
    private long bytes;

    Outbox(Limits.Memory memory, Meter meter) {
        this.bytesMax = memory.queueBytesMax();
        this.bytesPerPeerMax = memory.queueBytesPerPeerMax();
        this.meter = meter;
    }

    /** A message that may wait for several peers at once; its bytes count once. */
    static final class Parcel {
        private final byte[] message;
        private int holders;

        Parcel(byte[] message) {
            this.message = message;
        }

        private int size() {
            return message.length + OVERHEAD;
        }
    }

    /** A run of a message's bytes, to be sent as one frame. */
    record Part(Lane lane, Parcel parcel, int offset, int length) {
        boolean isFirst() {
            return offset == 0;
        }

        byte[] message() {
            return parcel.message;
        }
    }

    /** What waits on one lane; the first message may be on its way in part. */
    private static final class Waiting {
        private final Deque<Parcel> parcels = new ArrayDeque<>();
        private int sentOfFirst;

        boolean hasDroppable() {
            return parcels.size() > (sentOfFirst > 0 ? 1 : 0);
        }

        Parcel removeOldestDroppable() {
            if (sentOfFirst == 0) {
                return parcels.removeFirst();
            }
            Parcel underway = parcels.removeFirst();
            Parcel oldest = parcels.removeFirst();
            parcels.addFirst(underway);
            return oldest;
        }
    }

    /** What waits for one peer. */
    final class Queue {
        private final Waiting consensus = new Waiting();
        private final Waiting blocks = new Waiting();
        private final Waiting gossip = new Waiting();
        private final Waiting peers = new Waiting();
        private long queuedBytes;
        private boolean closed;

        private Queue() {}

        /** Whether the message was queued. Others may have been dropped for it. */
        boolean offer(Lane lane, Parcel parcel) {
            synchronized (lock) {
                if (closed) {
                    return false;
                }
                if (!makeRoom(lane, parcel)) {
                    meter.dropped(lane);
                    return false;
                }
                on(lane).parcels.addLast(parcel);
                queuedBytes += parcel.size();
                if (parcel.holders++ == 0) {
                    bytes += parcel.size();
                }
                return true;
            }
        }

        /** The next part to send, from the most urgent lane; empty if nothing waits. */
        Optional<Part> take() {
            synchronized (lock) {
                for (Lane lane : Lane.ALL) {
                    Waiting waiting = on(lane);
                    if (!waiting.parcels.isEmpty()) {
                        return Optional.of(takeFrom(lane, waiting));
                    }
                }
                return Optional.empty();
            }
        }

        /** Drops everything and accepts nothing more. */
        void close() {
            synchronized (lock) {
                closed = true;
                queues.remove(this);
                for (Lane lane : Lane.ALL) {
                    on(lane).parcels.forEach(this::release);
                    on(lane).parcels.clear();
                }
            }
        }

        private Part takeFrom(Lane lane, Waiting waiting) {
            Parcel parcel = waiting.parcels.getFirst();
            int offset = waiting.sentOfFirst;
            int length = Math.min(Frames.partCapacity(offset), parcel.message.length - offset);
            meter.sent(lane, length);
            if (offset + length == parcel.message.length) {
                waiting.parcels.removeFirst();
                waiting.sentOfFirst = 0;
                release(parcel);
                meter.messagesOut.increment();
            } else {
                waiting.sentOfFirst = offset + length;
            }
            return new Part(lane, parcel, offset, length);
        }

        private boolean makeRoom(Lane lane, Parcel parcel) {
            while (queuedBytes + parcel.size() > share(lane, bytesPerPeerMax)) {
                if (!dropOldest(lane)) {
                    return false;
                }
            }
            while (parcel.holders == 0 && bytes + parcel.size() > share(lane, bytesMax)) {
                Queue fullest = fullestWithDroppable(lane);
                if (fullest == null || !fullest.dropOldest(lane)) {
                    return false;
                }
            }
            return true;
        }

        /** Drops one message that is no more urgent than {@code newcomer}, if there is one. */
        private boolean dropOldest(Lane newcomer) {
            for (Lane lane : Lane.ALL.reversed()) {
                if (lane.compareTo(newcomer) < 0) {
                    return false;
                }
                if (on(lane).hasDroppable()) {
                    release(on(lane).removeOldestDroppable());
                    meter.dropped(lane);
                    return true;
                }
            }
            return false;
        }

        private boolean hasDroppableFor(Lane newcomer) {
            return Lane.ALL.stream().anyMatch(lane -> lane.compareTo(newcomer) >= 0 && on(lane).hasDroppable());
        }

        private void release(Parcel parcel) {
            queuedBytes -= parcel.size();
            if (--parcel.holders == 0) {
                bytes -= parcel.size();
            }
        }

        private Waiting on(Lane lane) {
            return switch (lane) {
                case CONSENSUS -> consensus;
                case BLOCKS -> blocks;
                case GOSSIP -> gossip;
                case PEERS -> peers;
            };
        }
    }

    /** What a lane may fill: bulk leaves an eighth free, since what is on its way cannot be dropped for a vote. */
    static int share(Lane lane, int bytesMax) {
        return switch (lane) {
            case CONSENSUS -> bytesMax;
            case BLOCKS, GOSSIP, PEERS -> bytesMax - bytesMax / 8;
        };
    }

    Queue open() {
        synchronized (lock) {
            Queue queue = new Queue();
            queues.add(queue);
            return queue;
        }
    }

    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    private @Nullable Queue fullestWithDroppable(Lane newcomer) {
        Queue fullest = null;
        for (Queue queue : queues) {
            if (queue.hasDroppableFor(newcomer) && (fullest == null || queue.queuedBytes > fullest.queuedBytes)) {
                fullest = queue;
            }
        }
        return fullest;
    }
}
