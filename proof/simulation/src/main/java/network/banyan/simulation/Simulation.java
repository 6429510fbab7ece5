// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import network.banyan.consensus.Pacing;
import network.banyan.primitives.Bytes;

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

    /** So long may it take until everybody has left an epoch that is over. */
    static final long TOGETHER_MILLIS = 1_000;

    /** So long after the storm every member is with the others. */
    static final long RECOVERY_MILLIS = 4_000;

    /** So many delta after all is well again every honest node has a new final block. */
    static final long RECOVERY_DELTAS = 10;

    /** And so many more for each liar but the first: each may lead a view that comes to nothing in between. */
    static final long LIARS_VIEW_DELTAS = 5;

    private final Cast cast;
    private final long seed;
    private final Conditions conditions;
    private final SplittableRandom random;
    private final Network network;
    private final Words words;
    private final Reader reader = new Reader();
    private final Optional<Consumer<String>> trace;
    private final Stopwatch stopwatch = new Stopwatch();
    private final Schedule schedule = new Schedule();
    private final Signatures signatures;
    private final History history;
    private final Laws laws;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Nature> natures = new ArrayList<>();
    private final Set<Bytes> liars = new HashSet<>();
    private final Customers customers;
    private Weather weather;
    private Strain strain = Strain.NONE;

    /** Of its own, so that a run is what it was when none of these faults may strike. */
    private final SplittableRandom strains;

    private final Faults faults = new Faults();
    private long finalInStorm;
    private long recovery = -1;
    private long handovers;
    private long healings;

    /** When the first node entered each epoch but the first. */
    private final SortedMap<Long, Long> began = new TreeMap<>();

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
     * @param epochs that began
     * @param handovers of a node from one epoch to the next
     * @param broken which law was broken, if one was
     */
    public record Report(
            long seed,
            long height,
            long epochs,
            long handovers,
            Faults faults,
            long events,
            long messages,
            int transfers,
            long millis,
            long recovery,
            long digest,
            Optional<String> broken) {}

    /**
     * @param trace takes a line for everything that happens
     */
    private Simulation(
            Cast cast, long seed, Conditions conditions, Distances distances, Optional<Consumer<String>> trace) {
        this.cast = cast;
        this.seed = seed;
        this.conditions = conditions;
        this.trace = trace;
        this.words = new Words(cast);
        this.random = new SplittableRandom(seed);
        this.strains = new SplittableRandom(~seed);
        this.network = new Network(
                this, distances, random, faults, !conditions.faults().contains(Faults.Kind.MESSAGES_REORDERED));
        this.signatures = new Signatures(cast, conditions.realSignatures());
        this.history = new History(cast);
        this.laws = new Laws(member -> natureOf(member) == Nature.HONEST, signatures, history);
        this.weather = Weather.storm(cast.size(), random).only(conditions.faults(), conditions.delayMillis());
        int firstLiar = random.nextInt(cast.size());
        for (int member = 0; member < cast.size(); member++) {
            Nature nature = nature(Math.floorMod(member - firstLiar, cast.size()));
            natures.add(nature);
            nodes.add(new SimulatedNode(this, member, 0, nature));
            if (nature == Nature.TWO_FACED) {
                nodes.add(new SimulatedNode(this, member, 1, nature));
            }
            if (nature != Nature.HONEST) {
                liars.add(cast.nodeKey(member));
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
        if (fromFirstLiar < conditions.liars().twoFaced()) {
            return Nature.TWO_FACED;
        }
        return fromFirstLiar
                        < conditions.liars().twoFaced() + conditions.liars().forging()
                ? Nature.FORGING
                : Nature.HONEST;
    }

    /** Runs many seeds with the same members. */
    public static final class Stage {
        private final Conditions conditions;
        private final Cast cast;

        public Stage(Conditions conditions) {
            this(conditions, Cast.of(conditions.nodes(), Cast.QUICK, conditions.epochs()));
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
            return new Simulation(cast, seed, conditions, Distances.NONE, Optional.empty()).run();
        }

        /** The same run, and a line for everything that happens in it. */
        public Report run(long seed, Consumer<String> trace) {
            return new Simulation(cast, seed, conditions, Distances.NONE, Optional.of(trace)).run();
        }
    }

    /**
     * Times members on five continents, in good weather.
     *
     * @param members 1 to 36
     * @throws Broken if a law was broken
     */
    public static Timing timeAroundTheWorld(int members, Pacing pacing, long millis, long seed) {
        return new Simulation(
                        Cast.of(members, pacing, Optional.empty()),
                        seed,
                        Conditions.honest(members),
                        new Continents(),
                        Optional.empty())
                .time(millis);
    }

    private Timing time(long millis) {
        weather = Weather.calm(cast.size(), 1); // nothing but distance delays a message
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
            weather = Weather.calm(cast.size(), conditions.delayMillis());
            say(() -> "the storm is over");
            strain = Strain.NONE;
            finalInStorm = laws.height();
            if (network.clearAt() > schedule.now()) {
                schedule.after(network.clearAt() - schedule.now(), this::healing);
            } else {
                healing();
            }
            schedule.runUntil(STORM_MILLIS + CALM_MILLIS / 4);
            customers.close();
            schedule.runUntil(STORM_MILLIS + CALM_MILLIS - TOGETHER_MILLIS);
            long epoch = history.epochOf(laws.height() + 1);
            schedule.runUntil(STORM_MILLIS + CALM_MILLIS);
            if (!honest().allMatch(SimulatedNode::up)) {
                // The one cut that needs no storm fell on the last moment.
                schedule.runUntil(schedule.now() + weather.downtime());
            }
            requireProgress(finalInStorm);
            requireTogether(epoch);
            requireService();
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
        broken.ifPresent(what -> say(() -> "BROKEN: " + what));
        return new Report(
                seed,
                laws.height(),
                history.epochOf(laws.height()) + 1,
                handovers,
                faults,
                schedule.happened(),
                network.messages(),
                customers.count(),
                schedule.now(),
                recovery,
                network.digest(),
                broken);
    }

    private void blow() {
        weather = Weather.storm(cast.size(), random).only(conditions.faults(), conditions.delayMillis());
        strain = Strain.storm(cast.size(), conditions.faults(), strains);
        say(() -> "%s, %s".formatted(weather, strain));
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

    /** Whoever was up a while ago has left the epochs that were over by then. */
    private void requireTogether(long epoch) {
        for (SimulatedNode node : nodes) {
            Broken.unless(
                    !node.honest || node.epoch() >= epoch,
                    Law.TOGETHER,
                    "%s is in epoch %d; epoch %d began over %d ms ago",
                    node.name(),
                    node.epoch(),
                    epoch,
                    TOGETHER_MILLIS);
        }
    }

    /** Of every epoch that began and ended in calm weather. */
    private void requireService() {
        began.forEach((epoch, time) -> {
            if (time >= STORM_MILLIS + RECOVERY_MILLIS && began.containsKey(epoch + 1)) {
                history.sitting(epoch).members().stream()
                        .filter(member -> natureOf(member) == Nature.HONEST)
                        .forEach(member -> Broken.unless(
                                laws.voted(member, epoch),
                                Law.SERVICE,
                                "member %d has a seat in epoch %d and never votes",
                                member,
                                epoch));
            }
        });
    }

    /** All is well from now on, unless a node is down yet: each that comes up begins this anew. */
    void healing() {
        if (schedule.now() < STORM_MILLIS) {
            return;
        }
        long number = ++healings;
        long before = laws.height();
        long deltas = RECOVERY_DELTAS
                + LIARS_VIEW_DELTAS * Math.max(0, conditions.liars().count() - 1);
        long limit = most(SimulatedNode::waitMillis) + deltas * most(SimulatedNode::deltaMillis);
        schedule.after(limit, () -> {
            if (number == healings && honest().allMatch(SimulatedNode::up)) {
                honest().forEach(node -> Broken.unless(
                        node.height() > before,
                        Law.RECOVERY,
                        "%s stands at %d, as %d ms ago, when the storm was over and everybody up",
                        node.name(),
                        node.height(),
                        limit));
            }
        });
    }

    private long most(ToLongFunction<SimulatedNode> of) {
        return honest().mapToLong(of).max().orElseThrow();
    }

    private Stream<SimulatedNode> honest() {
        return nodes.stream().filter(node -> node.honest);
    }

    /** A node stored the last block of an epoch. */
    void handedOver(long epoch) {
        handovers++;
        began.putIfAbsent(epoch + 1, schedule.now());
    }

    boolean chance(int ofThousand) {
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

    /** How long what a step wrote takes a member's disk, in milliseconds. */
    long writeMillis(int member) {
        if (!strain.slowDisks().contains(member)) {
            return 0;
        }
        faults.struck(Faults.Kind.SLOW_WRITES);
        return 1 + strains.nextLong(strain.writeMillis());
    }

    /** The power of one node; it is safe in calm weather, but for the cut point. */
    PowerSupply power(int member) {
        Optional<CutPoint> cutPoint = mayStrike(Faults.Kind.EACH_WRITE_CUT)
                ? Optional.of(CutPoint.of(seed, cast.size())).filter(point -> point.member() == member)
                : Optional.empty();
        return new PowerSupply(this, cutPoint, strains);
    }

    boolean mayStrike(Faults.Kind kind) {
        return conditions.faults().contains(kind);
    }

    long calmDelayMillis() {
        return conditions.delayMillis();
    }

    /** A line of the trace. */
    void tell(SimulatedNode who, Supplier<String> what) {
        say(() -> "%-9s %s".formatted(who.name(), what.get()));
    }

    private void say(Supplier<String> what) {
        trace.ifPresent(out -> out.accept("%6d  %s".formatted(schedule.now(), what.get())));
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

    Network network() {
        return network;
    }

    Reader reader() {
        return reader;
    }

    Words words() {
        return words;
    }

    Strain strain() {
        return strain;
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

    Nature natureOf(int member) {
        return natures.get(member);
    }

    History history() {
        return history;
    }

    /** What those who forge make up in this run. */
    Lie lie() {
        return conditions.liars().lie().orElse(Lie.of(seed, conditions.epochs().isPresent()));
    }
}
