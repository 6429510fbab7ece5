// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.banyan.consensus.Pacing;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.node.UserError;
import network.banyan.node.cli.CommandProvider;
import network.banyan.simulation.Simulation.Report;
import network.banyan.simulation.Simulation.Timing;
import network.banyan.simulation.hub.HubCommand;
import network.banyan.simulation.mutants.MutantsCommand;
import network.banyan.simulation.scale.ScaleCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan simulate}: whole replicas in a simulated world, one run for each seed. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs networks of replicas under seeded faults: messages lost, delayed, doubled, reordered, partitions, power cuts,",
            "clocks that differ. Checks after every event that no law of the protocol is broken. A seed is always the same run.",
            ""
        },
        subcommands = {MutantsCommand.class, HubCommand.class, ScaleCommand.class},
        footer = {
            "",
            "Examples:",
            "  banyan simulate --nodes 4 --seeds 200",
            "  banyan simulate --nodes 6 --seats 4 --epoch-blocks 5 --faults all",
            "  banyan simulate --nodes 4 --seeds 1000 --faults each-write-cut",
            "  banyan simulate --nodes 24 --wan",
            "  banyan simulate mutants",
            "  banyan simulate hub"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--nodes", defaultValue = "4", description = "Validators, 1 to 36 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--seeds", defaultValue = "200", description = "How many runs (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--first", defaultValue = "1", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long first;

    @Option(
            names = "--two-faced",
            defaultValue = "0",
            description = "Validators that run twice with one key (default: ${DEFAULT-VALUE}).")
    private int twoFaced;

    @Option(
            names = "--forging",
            defaultValue = "0",
            description = "Validators that make up votes, certificates and blocks (default: ${DEFAULT-VALUE}).")
    private int forging;

    @Option(
            names = "--lie",
            description = "What these make up: ${COMPLETION-CANDIDATES} (default: one after the other).")
    private @Nullable Lie lie;

    @Option(
            names = "--epoch-blocks",
            defaultValue = "0",
            description = "Blocks of an epoch, 2 to 1000000; 0 for one committee that sits for ever (default: 0).")
    private long epochBlocks;

    @Option(
            names = "--seats",
            description =
                    "Seats of each epoch's committee, drawn from the nodes, 4 to 36 (default: one for each node).")
    private @Nullable Integer seats;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "NAME",
            description = {
                "What may go wrong: all, none, or of ${COMPLETION-CANDIDATES}",
                "(default: all but the last four)."
            },
            completionCandidates = FaultNames.class)
    private @Nullable List<String> faults;

    @Option(names = "--real-signatures", description = "BLS signatures in place of their stand-ins: a tenth as quick.")
    private boolean realSignatures;

    @Option(
            names = "--delay",
            defaultValue = "30",
            description = "Longest time of a message after the storm, in ms (default: ${DEFAULT-VALUE}).")
    private long delay;

    @Option(
            names = "--wan",
            description = {
                "Instead of faults, distance: validators on five continents, 85 to 310 ms apart there and back.",
                "Prints how long blocks take to become final."
            })
    private boolean wan;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            description = "Simulated time with --wan, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--block-interval",
            defaultValue = "500",
            description = "Milliseconds with --wan, 0 to 60000 (default: ${DEFAULT-VALUE}).")
    private int blockInterval;

    @Option(names = "--trace", description = "Print a line for everything that happens; takes one seed.")
    private boolean trace;

    @Option(names = "--jobs", description = "Runs at a time (default: one for each core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    private static final int TRACE_LINES = 40;

    /** More than any message takes one way, so that nobody loses patience in good weather. */
    private static final long WAN_DELTA_MILLIS = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What {@code --faults} takes. */
    static final class FaultNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Faults.Kind.values()).map(Faults.Kind::option).iterator();
        }
    }

    /** Makes the command known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String name() {
            return "simulate";
        }

        @Override
        public Object command() {
            return new SimulateCommand();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (nodes < 1
                || nodes > 36
                || seeds < 1
                || seeds > 1_000_000
                || twoFaced < 0
                || forging < 0
                || twoFaced + forging >= nodes
                || delay < 1
                || delay > 2_000
                || jobs < 1
                || jobs > 1_024) {
            throw new UserError(
                    "--nodes takes 1 to 36, --seeds 1 to 1000000, --two-faced and --forging together 0 to one less than the nodes, --delay 1 to 2000, --jobs 1 to 1024.");
        }
        if (seats != null && epochBlocks == 0) {
            throw new UserError("--seats is about epochs: add --epoch-blocks.");
        }
        if (epochBlocks != 0
                && (epochBlocks < 2 || epochBlocks > 1_000_000 || nodes < 4 || seats() < 4 || seats() > nodes)) {
            throw new UserError("--epoch-blocks takes 2 to 1000000, and --seats 4 to as many as there are --nodes.");
        }
        if (lie != null && forging == 0) {
            throw new UserError("--lie tells what those who forge make up; add --forging 1.");
        }
        if (wan && (twoFaced > 0 || forging > 0 || epochBlocks > 0 || faults != null)) {
            throw new UserError(
                    "--wan times good weather: it takes no --two-faced, no --forging, no --faults and no --epoch-blocks.");
        }
        if (wan) {
            return aroundTheWorld();
        }
        if (trace && seeds != 1) {
            throw new UserError("--trace follows one run: add --first SEED --seeds 1.");
        }
        long started = System.nanoTime();
        Simulation.Stage stage = new Simulation.Stage(conditions());
        List<Report> reports = runAll(stage);
        print(reports, stage);
        tellSpeed(reports, (System.nanoTime() - started) / 1e9);
        return reports.stream().allMatch(report -> report.broken().isEmpty()) ? 0 : 1;
    }

    private void print(List<Report> reports, Simulation.Stage stage) {
        List<Report> failed =
                reports.stream().filter(report -> report.broken().isPresent()).toList();
        var out = spec.commandLine().getOut();
        var struck = new Faults();
        reports.forEach(report -> struck.add(report.faults()));
        out.println("faults: " + struck);
        long[] recoveries = reports.stream()
                .mapToLong(Report::recovery)
                .filter(recovery -> recovery >= 0)
                .sorted()
                .toArray();
        if (recoveries.length > 0) {
            out.printf(
                    Locale.ROOT,
                    "recovered after the storm, every node with a new final block: p50 %,d ms, p95 %,d ms, slowest %,d ms%n",
                    recoveries[recoveries.length / 2],
                    recoveries[recoveries.length * 95 / 100],
                    recoveries[recoveries.length - 1]);
        }
        out.printf(
                Locale.ROOT,
                "simulate: %d nodes,%s %d two-faced, %d forging, %,d seeds, %.2f simulated hours, %,d events, %,d blocks finalised,%s %,d messages, %,d transfers, %d seeds failed%n",
                nodes,
                epochBlocks == 0 ? "" : " %d seats,".formatted(seats()),
                twoFaced,
                forging,
                seeds,
                sum(reports, Report::millis) / 3_600_000.0,
                sum(reports, Report::events),
                sum(reports, Report::height),
                epochBlocks == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " %,d epochs, %,d handovers,",
                                sum(reports, Report::epochs),
                                sum(reports, Report::handovers)),
                sum(reports, Report::messages),
                sum(reports, Report::transfers),
                failed.size());
        failed.stream().findFirst().ifPresent(report -> tellOf(report, stage));
        out.flush();
    }

    /** What a person needs to find out: the law, how it came to that, and how to see it again. */
    private void tellOf(Report failed, Simulation.Stage stage) {
        Deque<String> last = new ArrayDeque<>();
        stage.run(failed.seed(), line -> {
            last.addLast(line);
            if (last.size() > TRACE_LINES) {
                last.removeFirst();
            }
        });
        var out = spec.commandLine().getOut();
        out.printf(
                "first failing seed %d: %s%nthe last of what happened:%n",
                failed.seed(), failed.broken().orElseThrow());
        last.forEach(line -> out.println("  " + line));
        out.printf("again, with everything that happens: %s --trace%n", again(failed));
    }

    /** On standard error, for it is not the same twice. */
    private void tellSpeed(List<Report> reports, double seconds) {
        var err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "%.1f s, %.1f of CPU, %d at a time: %,.0f seeds a minute, %.2f simulated hours a minute%n",
                seconds,
                cpuSeconds(),
                jobs,
                reports.size() * 60 / seconds,
                sum(reports, Report::millis) / 3_600_000.0 * 60 / seconds);
        err.flush();
    }

    /** Of the whole process: what is left of a figure on a machine that others use too. */
    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(spent -> spent.toMillis() / 1_000.0)
                .orElse(Double.NaN);
    }

    private String again(Report report) {
        return "banyan simulate --nodes %d%s --two-faced %d --forging %d%s%s%s --delay %d --first %d --seeds 1"
                .formatted(
                        nodes,
                        epochBlocks == 0 ? "" : " --epoch-blocks %d --seats %d".formatted(epochBlocks, seats()),
                        twoFaced,
                        forging,
                        lie == null ? "" : " --lie " + lie,
                        faults == null ? "" : " --faults " + String.join(",", faults),
                        realSignatures ? " --real-signatures" : "",
                        delay,
                        report.seed());
    }

    private int seats() {
        return seats == null ? nodes : seats;
    }

    private Conditions conditions() {
        return new Conditions(
                nodes,
                new Liars(twoFaced, forging, Optional.ofNullable(lie)),
                delay,
                epochBlocks == 0 ? Optional.empty() : Optional.of(new Epochs(epochBlocks, seats())),
                kinds(),
                realSignatures);
    }

    private Set<Faults.Kind> kinds() {
        if (faults == null) {
            return Faults.Kind.USUAL;
        }
        return switch (String.join(",", faults)) {
            case "all" -> Set.of(Faults.Kind.values());
            case "none" -> Set.of();
            default -> faults.stream().map(SimulateCommand::kind).collect(Collectors.toSet());
        };
    }

    private static Faults.Kind kind(String name) {
        return Stream.of(Faults.Kind.values())
                .filter(kind -> kind.option().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("--faults takes all, none, or of %s; not %s."
                        .formatted(String.join(",", new FaultNames()), name)));
    }

    private int aroundTheWorld() {
        if (minutes < 1 || minutes > 1_000 || blockInterval < 0 || blockInterval > 60_000) {
            throw new UserError("--minutes takes 1 to 1000, --block-interval 0 to 60000.");
        }
        var pacing = new Pacing(blockInterval, WAN_DELTA_MILLIS);
        Timing timing = Simulation.timeAroundTheWorld(nodes, pacing, minutes * 60_000L, first);
        var out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "simulate: %d nodes on five continents, a block every %d ms at most, %,d blocks in %d simulated minutes (%.1f a minute)%n"
                        + "final after p50 %d ms, p95 %d ms, at the slowest %d ms, from the proposal, over all blocks and nodes%n",
                nodes,
                blockInterval,
                timing.blocks(),
                minutes,
                (double) timing.blocks() / minutes,
                timing.half(),
                timing.most(),
                timing.slowest());
        out.flush();
        return 0;
    }

    /** The reports in the order of their seeds; each run has a world of its own, so they may go side by side. */
    private List<Report> runAll(Simulation.Stage stage) throws InterruptedException {
        if (trace) {
            return List.of(stage.run(first, spec.commandLine().getOut()::println));
        }
        AtomicInteger done = new AtomicInteger();
        List<Callable<Report>> runs = LongStream.range(first, first + seeds)
                .<Callable<Report>>mapToObj(seed -> () -> {
                    Report report = stage.run(seed);
                    progress(done.incrementAndGet());
                    return report;
                })
                .toList();
        try (var pool = Executors.newFixedThreadPool(jobs)) {
            return pool.invokeAll(runs).stream().map(Future::resultNow).toList();
        }
    }

    private static long sum(List<Report> reports, ToLongFunction<Report> figure) {
        return reports.stream().mapToLong(figure).sum();
    }

    /** Ten times in a run, on standard error: what a script reads stays one line. */
    private void progress(int done) {
        if (done % Math.max(1, seeds / 10) == 0 && done < seeds) {
            var err = spec.commandLine().getErr();
            err.printf("%d of %d seeds%n", done, seeds);
            err.flush();
        }
    }
}
