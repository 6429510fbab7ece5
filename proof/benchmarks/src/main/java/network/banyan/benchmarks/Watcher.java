// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import network.banyan.node.UserError;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** Follows the chain through one node, and knows when each submitted transaction became final there. */
final class Watcher implements AutoCloseable {
    private static final long POLL_MILLIS = 10;

    private final JsonRpcClient client;
    private final ConcurrentHashMap<Hash, Submitted> open = new ConcurrentHashMap<>();
    private final List<Long> latencies = new ArrayList<>();
    private final Thread thread;
    private boolean measuring;
    private long measuringSince;
    private long blocks;
    private volatile long height;
    private volatile boolean closing;

    private record Submitted(long atNanos, Semaphore slots) {}

    /** What became final between {@link #begin} and {@link #end}. */
    record Measured(List<Long> latenciesMillis, double seconds, long blocks) {
        long count() {
            return latenciesMillis.size();
        }

        double perSecond() {
            return count() / seconds;
        }

        long percentile(int percent) {
            if (latenciesMillis.isEmpty()) {
                return -1;
            }
            List<Long> sorted = latenciesMillis.stream().sorted().toList();
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }
    }

    Watcher(URI node) {
        this.client = new JsonRpcClient(node);
        this.thread = Thread.ofPlatform().name("watcher").daemon().start(this::follow);
    }

    void awaitFirstBlock(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (height < 1) {
            if (System.nanoTime() - end > 0) {
                throw new UserError("The network made no block within %d s.".formatted(patience.toSeconds()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** A transaction is about to be submitted; its slot is given back when it is final. */
    void submitted(Hash transaction, Semaphore slots) {
        open.put(transaction, new Submitted(System.nanoTime(), slots));
    }

    /** It was refused after all. */
    void refused(Hash transaction) {
        Submitted gone = open.remove(transaction);
        if (gone != null) {
            gone.slots().release();
        }
    }

    synchronized void begin() {
        measuring = true;
        measuringSince = System.nanoTime();
        latencies.clear();
        blocks = 0;
    }

    synchronized Measured end() {
        measuring = false;
        return new Measured(List.copyOf(latencies), (System.nanoTime() - measuringSince) / 1e9, blocks);
    }

    private void follow() {
        while (!closing) {
            try {
                JsonNode block = client.call("eth_getBlockByNumber", "0x" + Long.toHexString(height + 1), false);
                if (block.isNull()) {
                    Thread.sleep(POLL_MILLIS);
                } else {
                    take(block);
                }
            } catch (RpcFailure notYet) {
                if (pause()) {
                    return;
                }
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(10 * POLL_MILLIS);
            return false;
        } catch (InterruptedException closed) {
            return true;
        }
    }

    private synchronized void take(JsonNode block) {
        long now = System.nanoTime();
        height++;
        blocks++;
        for (JsonNode transaction : block.path("transactions")) {
            Submitted submitted = open.remove(Hash.fromHex(transaction.asText()));
            if (submitted != null) {
                submitted.slots().release();
                if (measuring) {
                    latencies.add((now - submitted.atNanos()) / 1_000_000);
                }
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
