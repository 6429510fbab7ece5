// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import network.banyan.ledger.Transaction;
import network.banyan.replica.TransactionPool;
import org.slf4j.MDC;

/**
 * Brings the journal's transactions back into the pool, then keeps the journal on the disk and small, and spreads again what
 * still waits: messages get lost, and at the start there is nobody to tell.
 */
final class PoolKeeper implements AutoCloseable {
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PRUNE_ROUNDS = 30;
    private static final int SPREAD_ROUND = 5;
    private static final int SPREAD_MAX = 512;

    private final Thread thread;
    private volatile boolean closing;

    /** @param revive run once, first */
    PoolKeeper(String name, PoolJournal journal, TransactionPool pool, Runnable revive, Consumer<Transaction> spread) {
        this.thread = Thread.ofPlatform().name("pool-" + name).daemon().start(() -> {
            MDC.put("node", name);
            revive.run();
            for (int round = 1; !closing; round++) {
                LockSupport.parkNanos(ROUND_NANOS);
                journal.sync();
                if (round % PRUNE_ROUNDS == SPREAD_ROUND) {
                    journal.waiting(hash -> pool.find(hash).isPresent(), SPREAD_MAX)
                            .forEach(spread);
                }
                if (round % PRUNE_ROUNDS == 0) {
                    journal.prune(hash -> pool.find(hash).isPresent());
                }
            }
        });
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
