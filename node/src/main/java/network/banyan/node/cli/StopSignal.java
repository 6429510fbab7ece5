// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a request. The JVM ends when its shutdown hooks do, so the hook waits until the command has closed
 * what it opened.
 */
public final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            asked.countDown();
            try {
                var _ = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Stops for a reason of our own. */
    public void ask() {
        asked.countDown();
    }

    public void await() throws InterruptedException {
        asked.await();
    }

    /** Waits a while; true if it is time to stop. */
    public boolean await(Duration most) throws InterruptedException {
        return asked.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Everything is closed: the process may end. */
    @Override
    public void close() {
        done.countDown();
    }
}
