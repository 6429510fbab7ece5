// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where work runs that keeps a core busy: contracts, searches of logs, proofs. A few platform threads of its own, because
 * the scheduler of virtual threads would let two endless calls starve everybody else; a bounded queue in front, and a
 * time after which the caller is told and the work is interrupted.
 */
public final class CallPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallPool.class);
    private static final long CLOSING_SECONDS_MAX = 10;

    private final ThreadPoolExecutor threads;
    private final Duration timeMax;

    /**
     * @param threadCount calls that run at once
     * @param waitingMax calls that wait; beyond, they are refused
     * @param timeMax from asking to answer
     */
    public CallPool(int threadCount, int waitingMax, Duration timeMax) {
        this.timeMax = timeMax;
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waitingMax),
                Thread.ofPlatform().daemon().name("rpc-call-", 0).factory());
    }

    /**
     * @throws RpcException if too many wait already, or the time is over
     */
    public <T> T run(Supplier<T> work) {
        var answer = new FutureTask<T>(work::get);
        try {
            threads.execute(answer);
        } catch (RejectedExecutionException full) {
            throw RpcException.limit("too many calls at once; try again later");
        }
        try {
            return answer.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            abandon(answer);
            throw RpcException.refused("execution aborted (timeout = %ss)".formatted(seconds()));
        } catch (InterruptedException stopping) {
            abandon(answer);
            Thread.currentThread().interrupt();
            throw RpcException.refused("the node is stopping");
        } catch (CancellationException stopping) {
            throw RpcException.refused("the node is stopping");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException expected -> throw expected;
                case Error fatal -> throw fatal;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    private void abandon(FutureTask<?> answer) {
        answer.cancel(true);
        // What has not begun must not keep its place in the queue.
        threads.remove(answer);
    }

    private String seconds() {
        long millis = timeMax.toMillis();
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }

    /** Interrupts what runs, cancels what waits, and comes back when nothing runs any more. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof FutureTask<?> answer) {
                answer.cancel(false);
            }
        }
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("a call is still running {} s after it was interrupted", CLOSING_SECONDS_MAX);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
