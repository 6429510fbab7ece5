// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.primitives.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan evm fuzz}: random and mutated programs in every engine. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = {
            "Runs random and mutated programs through every engine and compares how they end, gas, refund,"
                    + " output, logs and state.",
            "What engines disagree on is shrunk to a small program and written as a state test, with its"
                    + " instructions and what each engine said. Program i of a run has the seed N + i: --seed of one and"
                    + " --runs 1 is that program again. Exits 1 on any disagreement.",
            ""
        },
        footer = {"", "Example: banyan evm fuzz --for 30s --against anvil"})
public final class FuzzCommand implements Callable<Integer> {
    private static final long RUNS_DEFAULT = 10_000;
    private static final long SEED_BOUND = 1L << 48;

    /** Other clients there are to compare with. */
    enum Rival {
        anvil
    }

    @Option(names = "--seed", paramLabel = "N", description = "Of the first program (default: a random one, printed).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "So many programs (default: 10,000, or as many as --for allows).")
    private Optional<Long> runs = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "As many programs as begin in this time (30s, 5m).")
    private Optional<Duration> runFor = Optional.empty();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Programs at a time, 1 to 256 (default: one for each core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--against",
            paramLabel = "CLIENT",
            description = "Compare with ${COMPLETION-CANDIDATES} too (from npm), under Osaka's rules; slower.")
    private Optional<Rival> rival = Optional.empty();

    @Option(
            names = "--corpus",
            paramLabel = "FOLDER",
            description = "Mutate the codes in these state tests, beside random ones that ran well.")
    private Optional<Path> corpus = Optional.empty();

    @Option(
            names = "--findings",
            paramLabel = "DIR",
            description = "Where to write disagreements (default: ${DEFAULT-VALUE}).")
    private Path findings = Path.of("target", "fuzz");

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Run a state test's programs again, and nothing else.")
    private Optional<Path> replay = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1 || jobs > 256) {
            throw new UserError("--jobs takes 1 to 256.");
        }
        if (runs.isPresent() && runs.get() < 1) {
            throw new UserError("--runs takes 1 or more.");
        }
        PrintWriter out = spec.commandLine().getOut();
        int disagreements = replay.isPresent() ? replay(replay.get(), out) : fuzz(out);
        out.flush();
        return disagreements == 0 ? 0 : 1;
    }

    private int fuzz(PrintWriter out) throws InterruptedException {
        long first = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(SEED_BOUND));
        out.printf("seed %d%n", first);
        out.flush();
        var fuzzer = new Fuzzer(
                new Trials(codes()),
                this::panel,
                findings,
                out,
                spec.commandLine().getErr());
        long most = runs.orElse(runFor.isPresent() ? Long.MAX_VALUE : RUNS_DEFAULT);
        long nanos = runFor.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        Fuzzer.Tally tally = fuzzer.run(new Fuzzer.Extent(first, most, nanos), jobs);
        out.println(tally.ends().entrySet().stream()
                .map(end ->
                        "%,d %s".formatted(end.getValue(), end.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", ")));
        return last(out, tally.programs(), tally.disagreements());
    }

    private List<Bytes> codes() {
        List<Bytes> codes = new ArrayList<>(Corpus.grown());
        corpus.ifPresent(folder -> codes.addAll(read(folder)));
        return codes;
    }

    private static List<Bytes> read(Path folder) {
        try {
            return Corpus.in(folder);
        } catch (RuntimeException unreadable) {
            throw new UserError(
                    "%s holds no state tests that can be read: %s".formatted(folder, unreadable.getMessage()));
        }
    }

    private Panel panel() {
        List<Machine> machines = new ArrayList<>(OwnMachine.all());
        if (rival.isPresent()) {
            machines.add(new AnvilMachine());
        }
        return new Panel(machines);
    }

    private int replay(Path file, PrintWriter out) {
        List<Trial> trials = TrialFile.read(file);
        int disagreements = 0;
        try (Panel panel = panel()) {
            for (Trial trial : trials) {
                Panel.Said said = panel.ask(trial);
                Optional<Disagreement> found = Panel.judge(trial, said);
                disagreements += found.isPresent() ? 1 : 0;
                said.outcomes().forEach((name, outcome) -> tell(out, name, outcome));
                out.println(found.map(Disagreement::words).orElse("all agree"));
            }
        }
        return last(out, trials.size(), disagreements);
    }

    private static void tell(PrintWriter out, String machine, Outcome outcome) {
        out.println(machine);
        for (Outcome.Aspect aspect : Outcome.Aspect.values()) {
            out.printf("  %-6s %s%n", aspect, outcome.tell(aspect));
        }
    }

    private static int last(PrintWriter out, long programs, int disagreements) {
        out.printf("%d programs, %d disagreements%n", programs, disagreements);
        return disagreements;
    }
}
