// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallPoolTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        release.countDown();
        callers.shutdownNow();
    }

    @Test
    void givesBackWhatTheWorkReturnsOrThrows() {
        try (var pool = new CallPool(1, 1, Duration.ofSeconds(20))) {
            assertThat(pool.run(() -> 7)).isEqualTo(7);
            assertThatThrownBy(() -> pool.run(() -> {
                        throw RpcException.refused("no");
                    }))
                    .isInstanceOf(RpcException.class)
                    .hasMessage("no");
        }
    }

    @Test
    void refusesWorkWhenTooMuchWaits() throws Exception {
        try (var pool = new CallPool(1, 1, Duration.ofSeconds(20))) {
            Future<String> running = callers.submit(() -> pool.run(this::blocked));
            begun.await();
            var refusals = new CountDownLatch(2);
            // One of three finds the only place in the queue; the two others are refused.
            for (int i = 0; i < 3; i++) {
                callers.submit(() -> {
                    try {
                        return pool.run(() -> "waited");
                    } catch (RpcException full) {
                        assertThat(full.code()).isEqualTo(RpcException.LIMIT_EXCEEDED);
                        refusals.countDown();
                        return "refused";
                    }
                });
            }
            assertThat(refusals.await(20, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            release.countDown();
            assertThat(running.get()).isEqualTo("done");
        }
    }

    @Test
    void abandonedWorkKeepsNoPlaceInTheQueue() throws Exception {
        try (var pool = new CallPool(1, 1, Duration.ofMillis(50))) {
            Future<String> running = callers.submit(() -> pool.run(this::deaf));
            begun.await();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.run(() -> "late")).hasMessage("execution aborted (timeout = 0.05s)");
            }
            release.countDown();
            assertThatThrownBy(running::get).hasMessageContaining("execution aborted");
        }
    }

    @Test
    void tellsWhoWaitsThatItIsClosed() throws Exception {
        var pool = new CallPool(1, 1, Duration.ofSeconds(20));
        Future<String> running = callers.submit(() -> pool.run(this::blocked));
        begun.await();

        pool.close();

        assertThatThrownBy(running::get).hasMessageContaining("stopped");
        assertThatThrownBy(() -> pool.run(() -> 1)).isInstanceOf(RpcException.class);
    }

    private String blocked() {
        begun.countDown();
        try {
            release.await();
            return "done";
        } catch (InterruptedException stopped) {
            throw RpcException.refused("stopped");
        }
    }

    /** Work that does not mind being interrupted. */
    private String deaf() {
        begun.countDown();
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException ignored) {
                // Deaf.
            }
        }
        return "done";
    }
}
