// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.wan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Machines 1 to n, each with an address of its own, and the switch that carries their packets as {@link Links} has it. Machine 0 is
 * the namespace this process runs in, which so reaches all of them.
 */
public final class Wan implements AutoCloseable {
    private static final Path DEVICE = Path.of("/dev/net/tun");
    private static final String NETWORK = "10.77.0.";
    private static final int WATCHER_HOST = 250;
    private static final int HEADER_BYTES = 20;
    private static final int LAST_OF_DESTINATION = 19;

    private final Links links;
    private final String mark = Long.toString(ProcessHandle.current().pid() % 100_000);
    private final List<Tun> cards = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final DelayQueue<Packet> under = new DelayQueue<>();
    private final AtomicLong carried = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closing;

    /** A packet under way. */
    private record Packet(int to, byte[] bytes, long dueNanos, long number) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Packet that = (Packet) other;
            int byTime = Long.compare(dueNanos - that.dueNanos, 0);
            return byTime != 0 ? byTime : Long.compare(number, that.number);
        }
    }

    /** Why this machine cannot be several; empty if it can. */
    public static String impediment() {
        if (!Files.isWritable(DEVICE)) {
            return "there is no /dev/net/tun to write to";
        }
        String name = "banyan-try-" + ProcessHandle.current().pid();
        try {
            run("ip", "netns", "add", name);
            run("ip", "netns", "del", name);
            return "";
        } catch (IllegalStateException | UncheckedIOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    public Wan(Links links) {
        this.links = links;
        try {
            for (int machine = 0; machine <= links.machines(); machine++) {
                plugIn(machine);
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
        for (int machine = 0; machine <= links.machines(); machine++) {
            int from = machine;
            threads.add(Thread.ofPlatform().name("card " + from).start(() -> listen(from)));
        }
        threads.add(Thread.ofPlatform().name("switch").start(this::deliver));
    }

    private void plugIn(int machine) {
        String card = "bn%s-%d".formatted(mark, machine);
        cards.add(Tun.open(card));
        if (machine == Links.WATCHER) {
            up(List.of(), card, NETWORK + WATCHER_HOST);
            return;
        }
        run("ip", "netns", "add", space(machine));
        run("ip", "link", "set", card, "netns", space(machine));
        up(on(machine), card, address(machine));
        run(with(on(machine), "ip", "link", "set", "lo", "up"));
    }

    private static void up(List<String> where, String card, String address) {
        run(with(where, "ip", "addr", "add", address + "/24", "dev", card));
        run(with(where, "ip", "link", "set", card, "up"));
    }

    private String space(int machine) {
        return "banyan-%s-%d".formatted(mark, machine);
    }

    public static String address(int machine) {
        return NETWORK + machine;
    }

    /** What a command line begins with to run on a machine. */
    public List<String> on(int machine) {
        return List.of("ip", "netns", "exec", space(machine));
    }

    public long carried() {
        return carried.get();
    }

    /** Packets that got lost, by chance or because the network was parted. */
    public long lost() {
        return lost.get();
    }

    private void listen(int from) {
        while (!closing) {
            cards.get(from).read().ifPresent(packet -> send(from, packet));
        }
    }

    private void send(int from, byte[] packet) {
        int to = destination(packet);
        if (to < 0) {
            return; // IPv6 looks for its neighbours, and broadcasts: nobody is meant.
        }
        var delay = links.delay(from, to);
        if (delay.isEmpty()) {
            lost.incrementAndGet();
            return;
        }
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay.getAsLong());
        under.add(new Packet(to, packet, due, carried.incrementAndGet()));
    }

    /** The machine that a packet is for; -1 if it is for none. */
    private int destination(byte[] packet) {
        if (packet.length < HEADER_BYTES || packet[0] >> 4 != 4) {
            return -1;
        }
        int host = packet[LAST_OF_DESTINATION] & 0xff;
        return host == WATCHER_HOST ? Links.WATCHER : host >= 1 && host <= links.machines() ? host : -1;
    }

    private void deliver() {
        try {
            while (!closing) {
                Packet packet = under.poll(100, TimeUnit.MILLISECONDS);
                if (packet != null) {
                    cards.get(packet.to()).write(packet.bytes());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> with(List<String> first, String... rest) {
        List<String> command = new ArrayList<>(first);
        command.addAll(List.of(rest));
        return command;
    }

    private static void run(String... command) {
        run(List.of(command));
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("%s: %s".formatted(String.join(" ", command), said.strip()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The machines' processes must have ended. */
    @Override
    public void close() {
        closing = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        cards.forEach(Tun::close);
        for (int machine = 1; machine < cards.size(); machine++) {
            run("ip", "netns", "del", space(machine));
        }
    }
}
