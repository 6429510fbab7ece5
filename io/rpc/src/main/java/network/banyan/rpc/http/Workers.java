// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.concurrent.Semaphore;

/** Runs requests, each on a virtual thread: a few at once, a bounded number waiting, none of them for ever. */
final class Workers {
    private final Semaphore running;
    private final ClientCounts requests;

    Workers(ConnectionLimits limits) {
        this.running = new Semaphore(limits.requestsAtOnce());
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
                    work.run();
                } finally {
                    running.release();
                }
            } finally {
                requests.leave(client);
            }
        });
        return true;
    }
}
