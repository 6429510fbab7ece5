// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.PeerMessage;

/**
 * Spreads transactions (docs/spec/network.md, rule 41). They are gathered for a few milliseconds; who is named gets them whole,
 * strangers get the hashes and ask for what they miss.
 */
final class Gossip implements AutoCloseable {
    private static final int QUEUE = 16_384;
    private static final int BATCH = 512;
    private static final int BATCH_BYTES = 256 << 10;

    /** A question of 32 KiB could ask for 128 MiB. */
    private static final int ANSWER_BYTES = 4 << 20;

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long LOOK_MILLIS = 250;

    private final BlockingQueue<Transaction> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Wanted wanted = new Wanted();
    private final Function<Hash, Optional<Transaction>> pool;
    private final Peers peers;
    private final Thread thread;
    private volatile boolean closing;

    /** Who is connected. */
    interface Peers {
        void tellNamed(PeerMessage message);

        void tellStrangers(PeerMessage message);

        void tell(Bytes peer, PeerMessage message);
    }

    /**
     * @param pool what waits here, by hash
     */
    Gossip(String name, Function<Hash, Optional<Transaction>> pool, Peers peers) {
        this.pool = pool;
        this.peers = peers;
        this.thread = Thread.ofPlatform().name("spread-" + name).daemon().start(this::run);
    }

    /** When the queue is full the transaction is not spread; it still stands in our own pool, to be proposed by us. */
    void spread(Transaction transaction) {
        var _ = queue.offer(transaction);
    }

    /** A peer has these: what is not here is asked of it, unless another was asked already. */
    void announced(Bytes peer, List<Hash> hashes) {
        List<Hash> missing =
                hashes.stream().filter(hash -> pool.apply(hash).isEmpty()).toList();
        List<Hash> ask = wanted.announced(peer, missing, System.nanoTime());
        if (!ask.isEmpty()) {
            peers.tell(peer, new PeerMessage.GetTransactions(ask));
        }
    }

    /** These came, asked for or not. */
    void arrived(List<Transaction> transactions) {
        transactions.forEach(transaction -> wanted.arrived(transaction.hash()));
    }

    /** Gives a peer what it asks for and is here. */
    void asked(Bytes peer, List<Hash> hashes) {
        List<Transaction> batch = new ArrayList<>();
        int bytes = 0;
        int all = 0;
        for (Hash hash : hashes) {
            Optional<Transaction> found = pool.apply(hash);
            if (found.isEmpty() || all >= ANSWER_BYTES) {
                continue;
            }
            batch.add(found.get());
            bytes += found.get().encoded().size();
            all += found.get().encoded().size();
            if (batch.size() == BATCH || bytes >= BATCH_BYTES) {
                peers.tell(peer, new PeerMessage.Transactions(List.copyOf(batch)));
                batch.clear();
                bytes = 0;
            }
        }
        if (!batch.isEmpty()) {
            peers.tell(peer, new PeerMessage.Transactions(List.copyOf(batch)));
        }
    }

    private void run() {
        long look = System.nanoTime();
        while (!closing) {
            try {
                Transaction first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    tell(gather(first));
                }
                if (System.nanoTime() - look >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
                    look = System.nanoTime();
                    wanted.overdue(look)
                            .forEach((peer, hashes) -> peers.tell(peer, new PeerMessage.GetTransactions(hashes)));
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    private void tell(List<Transaction> batch) {
        peers.tellNamed(new PeerMessage.Transactions(batch));
        peers.tellStrangers(
                new PeerMessage.Announced(batch.stream().map(Transaction::hash).toList()));
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
