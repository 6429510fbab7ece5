// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Replicas of consensus in a simulated world: time, network, disk, executor and all that goes wrong with them come from
 * one seed. After every step {@link Watch} checks what must always hold.
 */
final class World {
    static final BlockId GENESIS = new BlockId(0, 0, 0, Keccak.hash("genesis".getBytes(StandardCharsets.US_ASCII)));

    /** What may go wrong; chances in parts of a thousand. */
    static final class Weather {
        long minDelay = 5;
        long maxDelay = 40;
        int drop;
        int duplicate;
        int straggle;
        int crash;
        long maxDowntime = 3_000;
        int invalidBlock;
        List<List<Integer>> islands = List.of();

        boolean connected(int a, int b) {
            return islands.isEmpty() || islands.stream().anyMatch(island -> island.contains(a) && island.contains(b));
        }
    }

    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    record Block(BlockId id, BlockId parent, boolean valid) {}

    /** One machine with its disk. Two replicas with the same seat are twins: one liar. */
    final class Replica {
        final int seat;
        final int salt;
        final Conduct conduct;
        final List<LogRecord> disk = new ArrayList<>();
        BlockId tip = GENESIS;
        Optional<Certificate> tipCertificate = Optional.empty();

        @Nullable
        Simplex machine;

        int life;
        private final Map<Timer.Kind, Long> runningTimers = new EnumMap<>(Timer.Kind.class);

        private Replica(int seat, int salt, Conduct conduct) {
            this.seat = seat;
            this.salt = salt;
            this.conduct = conduct;
        }

        boolean honest() {
            return conduct == Conduct.HONEST;
        }

        boolean up() {
            return machine != null;
        }

        void start() {
            machine = new Simplex(term, scheme, Optional.of(FakeScheme.signer(seat)), pacing);
            life++;
            trace(this, () -> "starts");
            step(new Input.Start(tip, tipCertificate, disk));
        }

        void crash() {
            machine = null;
            runningTimers.clear();
            trace(this, () -> "crashes");
            schedule(1 + random.nextLong(weather.maxDowntime), this::restart);
        }

        void stop() {
            machine = null;
        }

        private void restart() {
            if (!up()) {
                start();
            }
        }

        void step(Input input) {
            if (machine == null) {
                return;
            }
            List<Effect> effects = machine.step(input);
            int survives = chance(weather.crash) ? random.nextInt(effects.size() + 1) : Integer.MAX_VALUE;
            for (Effect effect : effects) {
                if (survives-- == 0) {
                    crash();
                    return;
                }
                trace(this, () -> Text.of(effect));
                carryOut(effect);
            }
        }

        private void later(long delay, Input input) {
            int now = life;
            schedule(delay, () -> {
                if (life == now) {
                    step(input);
                }
            });
        }

        private void carryOut(Effect effect) {
            switch (effect) {
                case Effect.Persist persist -> disk.add(persist.entry());
                case Effect.Broadcast broadcast -> {
                    if (honest()) {
                        watch.said(this, broadcast.message());
                    }
                    conduct.broadcast(World.this, this, broadcast.message());
                }
                case Effect.Send send ->
                    replicas.stream()
                            .filter(other -> other.seat == send.seat())
                            .forEach(other -> transmit(this, other, send.message()));
                case Effect.StartTimer start -> startTimer(start);
                case Effect.Build build -> build(build);
                case Effect.Verify verify -> {
                    Block block = blocks.get(verify.block().hash());
                    if (block != null) {
                        boolean valid = block.valid
                                && (term.repeats(verify.block(), verify.parent())
                                        || (block.id.equals(verify.block()) && block.parent.equals(verify.parent())));
                        later(1 + random.nextLong(10), new Input.BlockJudged(verify.block(), valid));
                    }
                }
                case Effect.Notarized notarized ->
                    notarizations.put(notarized.certificate().subject().block(), notarized.certificate());
                case Effect.Finalized last -> {
                    if (honest()) {
                        watch.finalised(this, last.certificate());
                    }
                    tip = BlockId.of(last.certificate().subject());
                    tipCertificate = Optional.of(last.certificate());
                    disk.removeIf(entry -> entry.view() <= tip.view());
                }
                case Effect.Report report -> watch.reported(this, report.evidence());
                case Effect.Distrust distrust -> watch.distrusted(this, distrust);
                case Effect.Halt halt -> watch.halted(this, halt);
            }
        }

        private void startTimer(Effect.StartTimer start) {
            long number = ++events;
            runningTimers.put(start.timer().kind(), number);
            int now = life;
            schedule(start.delayMillis(), () -> {
                if (life == now && runningTimers.getOrDefault(start.timer().kind(), 0L) == number) {
                    step(new Input.TimerFired(start.timer()));
                }
            });
        }

        private void build(Effect.Build build) {
            boolean valid = honest() || !chance(weather.invalidBlock);
            BlockId parent = build.parent();
            BlockId id = parent.height() == term.last()
                    ? new BlockId(parent.epoch(), build.view(), parent.height(), parent.hash())
                    : newBlock(build.view(), parent, valid, this);
            later(pacing.blockIntervalMillis() + 1, new Input.BlockBuilt(id));
        }
    }

    final Term term;
    final Committee committee;
    final Pacing pacing;
    final SplittableRandom random;
    final Weather weather = new Weather();
    final List<Replica> replicas = new ArrayList<>();
    final Map<Hash, Block> blocks = new TreeMap<>();
    final Map<Hash, Certificate> notarizations = new TreeMap<>();
    final Watch watch = new Watch(this);
    long now;
    final SignatureScheme scheme;
    private final Optional<Consumer<String>> trace;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long events;

    World(Committee committee, Pacing pacing, long seed, Optional<Consumer<String>> trace) {
        this(Term.endless(committee), pacing, seed, trace);
    }

    World(Term term, Pacing pacing, long seed, Optional<Consumer<String>> trace) {
        this.term = term;
        this.committee = term.committee();
        this.pacing = pacing;
        this.random = new SplittableRandom(seed);
        this.scheme = new FakeScheme(committee);
        this.trace = trace;
    }

    Replica add(int seat, int salt, Conduct conduct) {
        var replica = new Replica(seat, salt, conduct);
        replicas.add(replica);
        return replica;
    }

    /** Makes a block that exists from now on; no two are the same. */
    BlockId newBlock(long view, BlockId parent, boolean valid, Replica by) {
        String content = "view %d on %s by %d.%d at %d".formatted(view, parent.hash(), by.seat, by.salt, now);
        Hash hash = Keccak.hash(content.getBytes(StandardCharsets.US_ASCII));
        var id = new BlockId(0, view, parent.height() + 1, hash);
        blocks.put(hash, new Block(id, parent, valid));
        return id;
    }

    /** To every other seat. */
    void say(Replica from, Message message) {
        replicas.forEach(other -> transmit(from, other, message));
    }

    void schedule(long delay, Runnable action) {
        queue.add(new Event(now + delay, ++events, action));
    }

    /** Lets the world go on until a time. */
    void runUntil(long time) {
        while (!queue.isEmpty() && queue.peek().time <= time) {
            Event next = queue.remove();
            now = next.time;
            next.action.run();
        }
        now = time;
    }

    /** Carries a message, or does not. It travels as bytes, as it would. */
    void transmit(Replica from, Replica to, Message message) {
        if (from.seat == to.seat || !weather.connected(from.seat, to.seat) || chance(weather.drop)) {
            return;
        }
        Message carried = MessageCodec.decode(MessageCodec.encode(message));
        int copies = chance(weather.duplicate) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long delay = weather.minDelay + random.nextLong(weather.maxDelay - weather.minDelay + 1);
            delay += chance(weather.straggle) ? random.nextLong(3_000) : 0;
            schedule(delay, () -> to.step(new Input.Received(from.seat, carried)));
        }
    }

    boolean chance(int ofThousand) {
        return ofThousand > 0 && random.nextInt(1_000) < ofThousand;
    }

    private void trace(Replica replica, Supplier<String> what) {
        trace.ifPresent(out -> out.accept("%5d  seat %d  %s".formatted(now, replica.seat, what.get())));
    }
}
