// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import network.banyan.ledger.Transaction;

/**
 * Recovers who signed transactions before anyone asks, on all cores. That is two thirds of what a plain transfer costs,
 * and each transaction's answer is its own.
 */
public final class Senders implements AutoCloseable {
    /** So many are recovered between two looks at what others did; fewer than two of these are not worth a thread. */
    private static final int RUN = 8;

    private final int helpers;
    private final ThreadPoolExecutor threads;

    /** @param cores how many threads may work at once, the caller's among them; at least 1 */
    public Senders(String node, int cores) {
        this.helpers = cores - 1;
        int most = Math.max(1, helpers);
        // What does not fit the queue, or comes while we close, the caller does alone.
        this.threads = new ThreadPoolExecutor(
                most,
                most,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(most),
                Thread.ofPlatform().name(node + "-senders-", 0).daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Afterwards all senders are known, but for a few that a helper may still be working on: a transaction finds its sender
     * by itself when asked, so waiting for them would gain nothing.
     */
    public void recover(List<Transaction> transactions) {
        var next = new AtomicInteger();
        int wanted = Math.min(helpers, transactions.size() / RUN - 1);
        for (int i = 0; i < wanted; i++) {
            threads.execute(() -> recover(transactions, next));
        }
        recover(transactions, next);
    }

    private static void recover(List<Transaction> transactions, AtomicInteger next) {
        int size = transactions.size();
        for (int from = next.getAndAdd(RUN); from < size; from = next.getAndAdd(RUN)) {
            transactions.subList(from, Math.min(from + RUN, size)).forEach(Transaction::sender);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
