// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.evm.CompiledCodes;
import network.banyan.evm.Fork;

/** The thread that translates hot contracts: one, of the lowest priority, with the little queue the codes' limits allow. */
public final class ContractCompiler implements AutoCloseable {
    private final AtomicLong nanos = new AtomicLong();
    private final ThreadPoolExecutor thread;
    private final CompiledCodes codes;

    // Nothing relies on the priority; where a system honours it, translating gets out of the way of executing.
    @SuppressWarnings("ThreadPriorityCheck")
    public ContractCompiler(String node) {
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform()
                        .name(node + "-evm-compiler")
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory());
        this.codes = new CompiledCodes(
                Fork.OSAKA, CompiledCodes.Limits.DEFAULT, translation -> thread.execute(() -> timed(translation)));
    }

    private void timed(Runnable translation) {
        long start = System.nanoTime();
        try {
            translation.run();
        } finally {
            nanos.addAndGet(System.nanoTime() - start);
        }
    }

    public CompiledCodes codes() {
        return codes;
    }

    /** Time spent on translations so far. */
    long nanos() {
        return nanos.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
