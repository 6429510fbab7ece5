// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import network.banyan.consensus.Pacing;
import network.banyan.primitives.Bytes;
import network.banyan.replica.Input;
import network.banyan.replica.PeerMessage;

/**
 * One run: a storm, then calm weather. Everything that is chance comes from the seed, so the same seed on the same commit is
 * the same run, step by step.
 */
public final class Simulation {
    /** The weather is drawn anew each second until then. */
    static final long STORM_MILLIS = 8_000;

    /** After the storm; customers order for the first two seconds of it. */
    static final long CALM_MILLIS = 8_000;

    /** So many blocks at least must become final in the calm. */
    static final long LEAST_BLOCKS = 20;

    private final Cast cast;
    private final long seed;
    private final Conditions conditions;
    private final SplittableRandom random;
    private final Distances distances;
    private final Stopwatch stopwatch = new Stopwatch();
    private final Schedule schedule = new Schedule();
    private final Signatures signatures;
    private final Laws laws;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Nature> natures = new ArrayList<>();
    private final Set<Bytes> liars = new HashSet<>();
    private final Customers customers;
    private Weather weather;
    private final Faults faults = new Faults();
    private long messages;
    private long digest;
    private long finalInStorm;
    private long recovery = -1;

    /**
     * How a run went.
     *
     * @param height of the last final block
     * @param faults that struck
     * @param events that happened
     * @param messages that were carried
     * @param transfers that customers sent
     * @param millis of simulated time
     * @param recovery milliseconds from the end of the storm until every honest node had a new final block; -1 if it never
     *     came to that
     * @param digest of every message and its time: equal for equal runs
     * @param broken which law was broken, if one was
     */
    public record Report(
            long seed,
            long height,
            Faults faults,
            long events,
            long messages,
            int transfers,
            long millis,
            long recovery,
            long digest,
            Optional<String> broken) {}

    private Simulation(Cast cast, long seed, Conditions conditions, Distances distances) {
        this.cast = cast;
        this.seed = seed;
        this.conditions = conditions;
        this.distances = distances;
        this.random = new SplittableRandom(seed);
        this.signatures = new Signatures(cast);
        this.laws = new Laws(seats(), seat -> natureOf(seat) == Nature.HONEST, signatures);
        this.weather = Weather.storm(seats(), random);
        int firstLiar = random.nextInt(seats());
        for (int seat = 0; seat < seats(); seat++) {
            Nature nature = nature(Math.floorMod(seat - firstLiar, seats()));
            natures.add(nature);
            nodes.add(new SimulatedNode(this, seat, 0, nature));
            if (nature == Nature.TWO_FACED) {
                nodes.add(new SimulatedNode(this, seat, 1, nature));
            }
            if (nature != Nature.HONEST) {
                liars.add(cast.nodeKey(seat));
            }
        }
        this.customers = new Customers(this, random.split());
    }

    /**
     * How quick a world without faults was.
     *
     * @param blocks that became final
     * @param half milliseconds from a proposal until its block was final, which half of all nodes and blocks stayed within
     * @param most which 95 of 100 stayed within
     * @param slowest which all stayed within
     */
    public record Timing(long millis, long blocks, long half, long most, long slowest) {}

    private Nature nature(int fromFirstLiar) {
        if (fromFirstLiar < conditions.twoFaced()) {
            return Nature.TWO_FACED;
        }
        return fromFirstLiar < conditions.twoFaced() + conditions.forging() ? Nature.FORGING : Nature.HONEST;
    }

    /** Runs many seeds with the same members. */
    public static final class Stage {
        private final Conditions conditions;
        private final Cast cast;

        public Stage(Conditions conditions) {
            this(conditions, Cast.of(conditions.nodes(), Cast.QUICK));
        }

        private Stage(Conditions conditions, Cast cast) {
            this.conditions = conditions;
            this.cast = cast;
        }

        /** The same members with other liars among them. */
        public Stage withTwoFaced(int liars) {
            return new Stage(conditions.withTwoFaced(liars), cast);
        }

        public Stage withForging(int liars) {
            return new Stage(conditions.withForging(liars), cast);
        }

        public Report run(long seed) {
            return new Simulation(cast, seed, conditions, Distances.NONE).run();
        }
    }

    /**
     * Times members on five continents, in good weather.
     *
     * @param members 1 to 36
     * @throws Broken if a law was broken
     */
    public static Timing timeAroundTheWorld(int members, Pacing pacing, long millis, long seed) {
        return new Simulation(Cast.of(members, pacing), seed, Conditions.honest(members), new Continents())
                .time(millis);
    }

    private Timing time(long millis) {
        weather = Weather.calm(seats(), 1); // nothing but distance delays a message
        nodes.forEach(SimulatedNode::start);
        customers.open();
        schedule.runUntil(millis);
        return new Timing(
                millis, laws.height(), stopwatch.percentile(50), stopwatch.percentile(95), stopwatch.percentile(100));
    }

    private Report run() {
        Optional<String> broken = Optional.empty();
        try {
            nodes.forEach(SimulatedNode::start);
            customers.open();
            blow();
            schedule.runUntil(STORM_MILLIS);
            weather = Weather.calm(seats(), conditions.delayMillis());
            finalInStorm = laws.height();
            schedule.runUntil(STORM_MILLIS + CALM_MILLIS / 4);
            customers.close();
            schedule.runUntil(STORM_MILLIS + CALM_MILLIS);
            requireProgress(finalInStorm);
            customers.settle();
        } catch (Broken law) {
            broken = Optional.of("%s (at %d ms)".formatted(law.getMessage(), schedule.now()));
        } catch (RuntimeException crash) {
            // A replica that throws is as broken as one that lies; its stack is the finding.
            broken = Optional.of("%s: %s %s (at %d ms)"
                    .formatted(
                            Law.CRASH,
                            crash,
                            Arrays.asList(crash.getStackTrace()).subList(0, Math.min(6, crash.getStackTrace().length)),
                            schedule.now()));
        }
        return new Report(
                seed,
                laws.height(),
                faults,
                schedule.happened(),
                messages,
                customers.count(),
                schedule.now(),
                recovery,
                digest,
                broken);
    }

    private void blow() {
        weather = Weather.storm(seats(), random);
        if (weather.isParted()) {
            faults.struck(Faults.Kind.PARTITIONS);
        }
        schedule.after(1_000, () -> {
            if (schedule.now() < STORM_MILLIS) {
                blow();
            }
        });
    }

    private void requireProgress(long before) {
        for (SimulatedNode node : nodes) {
            Broken.unless(
                    !node.honest || (node.up() && node.height() >= before + LEAST_BLOCKS),
                    Law.PROGRESS,
                    "%s stands at %d; %d were final when the storm ended",
                    node.name(),
                    node.height(),
                    before);
        }
        long least = nodes.stream()
                .filter(node -> node.honest)
                .mapToLong(SimulatedNode::height)
                .min()
                .orElseThrow();
        Broken.unless(
                laws.height() - least <= 5,
                Law.PROGRESS,
                "one honest node is at %d, another at %d",
                least,
                laws.height());
    }

    /** Both ends of every connection of a node that came up learn of it. */
    void connect(SimulatedNode node) {
        for (SimulatedNode other : nodes) {
            if (other.seat != node.seat) {
                schedule.after(1 + random.nextInt(20), () -> node.step(new Input.Connected(other.key())));
                schedule.after(1 + random.nextInt(20), () -> other.step(new Input.Connected(node.key())));
            }
        }
    }

    void send(SimulatedNode from, Bytes to, PeerMessage message) {
        for (PeerMessage said : from.wording(message)) {
            byte[] encoded = said.encode();
            nodes.stream().filter(other -> other.key().equals(to)).forEach(other -> transmit(from, other, encoded));
        }
    }

    /** Twins speak each to a half of the others, and are overheard at times. */
    void broadcast(SimulatedNode from, PeerMessage message) {
        if (message instanceof PeerMessage.Proposal proposal) {
            stopwatch.proposed(proposal.block().hash(), schedule.now());
        }
        for (PeerMessage said : from.wording(message)) {
            byte[] encoded = said.encode();
            for (SimulatedNode other : nodes) {
                if (from.faces(other.seat) || chance(50)) {
                    transmit(from, other, encoded);
                }
            }
        }
    }

    private void transmit(SimulatedNode from, SimulatedNode to, byte[] encoded) {
        if (from.seat == to.seat) {
            return;
        }
        if (!weather.connected(from.seat, to.seat)) {
            faults.struck(Faults.Kind.MESSAGES_CUT_OFF);
            return;
        }
        if (strikes(weather.drop(), Faults.Kind.MESSAGES_DROPPED)) {
            return;
        }
        int copies = strikes(weather.duplicate(), Faults.Kind.MESSAGES_DOUBLED) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long delay = distances.millis(from.seat, to.seat, random)
                    + 1
                    + random.nextLong(weather.delay())
                    + (strikes(weather.straggle(), Faults.Kind.MESSAGES_LATE) ? random.nextLong(3_000) : 0);
            schedule.after(delay, () -> deliver(from, to, encoded));
        }
    }

    private void deliver(SimulatedNode from, SimulatedNode to, byte[] encoded) {
        messages++;
        digest = 31 * (31 * digest + schedule.now() * 64 + to.seat * 8L + to.face) + Arrays.hashCode(encoded);
        to.step(new Input.Received(from.key(), PeerMessage.decode(encoded)));
    }

    private boolean strikes(int ofThousand, Faults.Kind kind) {
        boolean struck = chance(ofThousand);
        if (struck) {
            faults.struck(kind);
        }
        return struck;
    }

    private boolean chance(int ofThousand) {
        return ofThousand > 0 && random.nextInt(1_000) < ofThousand;
    }

    /** A node stored a final block. */
    void advanced() {
        boolean calm = schedule.now() >= STORM_MILLIS;
        if (calm && recovery < 0 && nodes.stream().allMatch(node -> !node.honest || node.height() > finalInStorm)) {
            recovery = schedule.now() - STORM_MILLIS;
        }
    }

    Faults faults() {
        return faults;
    }

    /** The power of every node; it is safe in calm weather. */
    MemoryChainStore.Power power() {
        return new MemoryChainStore.Power() {
            @Override
            public boolean failsNow() {
                return chance(weather.powerCut());
            }

            @Override
            public int survivors(int entries) {
                return random.nextInt(entries + 1);
            }
        };
    }

    /** Milliseconds since 1970 where the world's clocks are right. */
    long clock() {
        return cast.genesis().timestamp() * 1_000 + schedule.now();
    }

    Cast cast() {
        return cast;
    }

    SplittableRandom random() {
        return random;
    }

    Schedule schedule() {
        return schedule;
    }

    Signatures signatures() {
        return signatures;
    }

    Stopwatch stopwatch() {
        return stopwatch;
    }

    Laws laws() {
        return laws;
    }

    Weather weather() {
        return weather;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    Set<Bytes> liars() {
        return liars;
    }

    Nature natureOf(int seat) {
        return natures.get(seat);
    }

    /** What those who forge make up in this run. */
    Lie lie() {
        return conditions.lie().orElse(Lie.of(seed));
    }

    private int seats() {
        return cast.committee().size();
    }
}
