// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.banyan.ledger.Transaction;
import network.banyan.replica.PeerMessage;

/** Gathers transactions for a few milliseconds and sends them to the peers in one message. */
final class Gossip implements AutoCloseable {
    private static final int QUEUE = 16_384;
    private static final int BATCH = 512;
    private static final int BATCH_BYTES = 256 << 10;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private final BlockingQueue<Transaction> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Consumer<PeerMessage> broadcast;
    private final Thread thread;
    private volatile boolean closing;

    Gossip(String name, Consumer<PeerMessage> broadcast) {
        this.broadcast = broadcast;
        this.thread = Thread.ofPlatform().name("spread-" + name).daemon().start(this::run);
    }

    /** When the queue is full the transaction is not spread; it still stands in our own pool, to be proposed by us. */
    void spread(Transaction transaction) {
        var _ = queue.offer(transaction);
    }

    private void run() {
        while (!closing) {
            try {
                Transaction first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    broadcast.accept(new PeerMessage.Transactions(gather(first)));
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    private List<Transaction> gather(Transaction first) throws InterruptedException {
        List<Transaction> batch = new ArrayList<>();
        batch.add(first);
        int bytes = first.encoded().size();
        long end = System.nanoTime() + LINGER_NANOS;
        while (batch.size() < BATCH && bytes < BATCH_BYTES) {
            Transaction next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
            bytes += next.encoded().size();
        }
        return batch;
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
