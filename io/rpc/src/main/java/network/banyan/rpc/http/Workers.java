// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs requests, each on a virtual thread: a few at once, a bounded number waiting, none of them for ever. */
final class Workers {
    private final int atOnce;
    private final Semaphore running;
    private final ClientCounts requests;
    private volatile boolean closed;

    Workers(ConnectionLimits limits) {
        this.atOnce = limits.requestsAtOnce();
        this.running = new Semaphore(atOnce);
        this.requests = new ClientCounts(limits.requestsMax(), limits.requestsPerClientMax());
    }

    /** Takes the work on; false if the client, or all clients together, have too much in work already. */
    boolean tryRun(String client, Runnable work) {
        if (!requests.tryEnter(client)) {
            return false;
        }
        Thread.ofVirtual().name("rpc-request").start(() -> {
            try {
                running.acquireUninterruptibly();
                try {
                    runUnlessClosed(work);
                } finally {
                    running.release();
                }
            } finally {
                requests.leave(client);
            }
        });
        return true;
    }

    private void runUnlessClosed(Runnable work) {
        if (closed) {
            return;
        }
        try {
            work.run();
        } catch (RejectedExecutionException closing) {
            // The event loop of the connection has ended: nobody is left to be told.
        }
    }

    /** Starts no more work, and waits for what runs: whoever closes us will next close what requests read from. */
    boolean close(Duration timeMax) {
        closed = true;
        try {
            boolean ended = running.tryAcquire(atOnce, timeMax.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                running.release(atOnce);
            }
            return ended;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
