// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Where work runs that keeps a core busy: contracts, searches of logs, proofs. A few platform threads of its own, because
 * the scheduler of virtual threads would let two endless calls starve everybody else; a bounded queue in front, and a
 * time after which the caller is told and the work is interrupted.
 */
public final class CallPool implements AutoCloseable {
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
        Future<T> answer;
        try {
            answer = threads.submit(work::get);
        } catch (RejectedExecutionException full) {
            throw RpcException.limit("too many calls at once; try again later");
        }
        try {
            return answer.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            answer.cancel(true);
            throw RpcException.refused("execution aborted (timeout = %ss)".formatted(seconds()));
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw RpcException.refused("the node is stopping");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException expected -> throw expected;
                case Error fatal -> throw fatal;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    private String seconds() {
        long millis = timeMax.toMillis();
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
