// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** Looks once a second whether the chain stands still. A thread of its own, because the replica's may be what hangs. */
final class StallWatch implements AutoCloseable {
    private final CountDownLatch closing = new CountDownLatch(1);

    StallWatch(String name, Stall stall, Supplier<Duration> sinceFinal, Consumer<Stall.Notice> teller) {
        Thread.ofPlatform().name("stall-" + name).daemon().start(() -> {
            MDC.put("node", name);
            try {
                while (!closing.await(1, TimeUnit.SECONDS)) {
                    Optional<Stall.Notice> notice = stall.look(sinceFinal.get());
                    notice.ifPresent(teller);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
