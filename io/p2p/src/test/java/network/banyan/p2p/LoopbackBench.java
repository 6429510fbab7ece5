// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Round trips and throughput between two nodes of one process, over real TLS on the loopback. Prints, asserts nothing. */
final class LoopbackBench {
    private static final int WARMUP = 20_000;
    private static final int ROUND_TRIPS = 50_000;

    private LoopbackBench() {}

    /** Sends votes back, counts everything else. */
    private static final class Echo implements PeerHandler {
        final Semaphore connected = new Semaphore(0);
        final Semaphore blocks = new Semaphore(0);
        private volatile PeerNetwork network;

        @Override
        public void received(NodeId from, Lane lane, byte[] message) {
            if (lane == Lane.CONSENSUS) {
                network.send(from, Lane.CONSENSUS, message);
            } else {
                blocks.release();
            }
        }

        @Override
        public void connected(NodeId peer) {
            connected.release();
        }

        @Override
        public void disconnected(NodeId peer) {}
    }

    private static final class Caller implements PeerHandler {
        final Semaphore connected = new Semaphore(0);
        final Semaphore answered = new Semaphore(0);

        @Override
        public void received(NodeId from, Lane lane, byte[] message) {
            answered.release();
        }

        @Override
        public void connected(NodeId peer) {
            connected.release();
        }

        @Override
        public void disconnected(NodeId peer) {}
    }

    public static void main(String[] arguments) throws InterruptedException {
        Limits usual = Limits.defaults();
        var unlimited = new Limits.Rates(
                1L << 32, 1L << 32, 1L << 30, 1L << 30, usual.rates().abuseAfter());
        var lane = new Limits.LaneRates(1L << 31, 1L << 29);
        var limits = new Limits(
                usual.messages(),
                usual.memory(),
                unlimited,
                new Limits.Lanes(lane, lane, lane, lane),
                usual.connections(),
                usual.times());
        AllowedKeys allowed = TestNode.allowing(1, 2);
        Echo echo = new Echo();
        Caller caller = new Caller();
        NodeId there = TestNode.idOf(1);
        try (PeerNetwork b = start(1, limits, allowed, echo, Map.of());
                PeerNetwork a = start(2, limits, allowed, caller, Map.of(there, b.address()))) {
            echo.network = b;
            caller.connected.acquire();
            echo.connected.acquire();
            roundTrips(a, caller, there, WARMUP);
            long[] nanos = roundTrips(a, caller, there, ROUND_TRIPS);
            Arrays.sort(nanos);
            System.out.printf(
                    "round trip of 200 bytes: median %.1f us, 99 %% %.1f us, worst %.0f us%n",
                    nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3, nanos[nanos.length - 1] / 1e3);
            for (int size : new int[] {1 << 10, 32 << 10, 1 << 20, 4 << 20}) {
                throughput(a, echo, there, size, 64L << 20);
                throughput(a, echo, there, size, 512L << 20);
            }
            System.out.println(a.counters());
            System.out.println(b.counters());
        }
    }

    private static PeerNetwork start(
            int number, Limits limits, AllowedKeys allowed, PeerHandler handler, Map<NodeId, InetSocketAddress> peers) {
        var settings = new NetworkSettings(TestNode.anyPort(), TestNode.NETWORK, limits, number);
        return PeerNetwork.start(settings, TestNode.key(number), peers, allowed, handler);
    }

    private static long[] roundTrips(PeerNetwork network, Caller caller, NodeId there, int count)
            throws InterruptedException {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            network.send(there, Lane.CONSENSUS, new byte[200]);
            caller.answered.acquire();
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    private static void throughput(PeerNetwork network, Echo echo, NodeId there, int size, long bytes)
            throws InterruptedException {
        // A window of 4 MiB keeps the queue from dropping.
        Semaphore window = new Semaphore(Math.max(1, (4 << 20) / size));
        long count = bytes / size;
        CountDownLatch all = new CountDownLatch((int) count);
        Thread taker = Thread.ofPlatform().daemon().start(() -> {
            for (long i = 0; i < count; i++) {
                echo.blocks.acquireUninterruptibly();
                window.release();
                all.countDown();
            }
        });
        long begin = System.nanoTime();
        long busy = cpuNanos();
        byte[] message = new byte[size];
        for (long i = 0; i < count; i++) {
            window.acquire();
            network.send(there, Lane.BLOCKS, message);
        }
        all.await();
        taker.join();
        double seconds = (System.nanoTime() - begin) / 1e9;
        // On a busy machine only the processor time says something; it includes both ends.
        double busySeconds = (cpuNanos() - busy) / 1e9;
        System.out.printf(
                "messages of %d bytes: %.0f MB/s, %.0f/s; %.0f MB and %.0f messages per second of processor%n",
                size, bytes / 1e6 / seconds, count / seconds, bytes / 1e6 / busySeconds, count / busySeconds);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
