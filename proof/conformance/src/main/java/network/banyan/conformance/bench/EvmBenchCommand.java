// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import network.banyan.conformance.bench.Meter.Figure;
import network.banyan.evm.Engine;
import network.banyan.evm.Fork;
import network.banyan.node.UserError;
import network.banyan.testkit.Vectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan evm bench}: programs in the interpreter, compiled, and in another client beside. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Times programs in the form of state tests: in the interpreter, compiled, and in another client in the same run.",
            "First is a program's first call, its code not analysed yet; the others are calls once warm, the best of eight rounds.",
            "Gas and output must be the same in all engines. Only execution counts: no transaction, no state root.",
            ""
        },
        footer = {"", "Example: banyan evm bench --against anvil --only snailtracer,erc20_transfer"})
public final class EvmBenchCommand implements Callable<Integer> {
    /** Other clients there are to measure against. */
    enum Rival {
        anvil
    }

    /** @param anvil absent if nobody asked for it */
    private record Row(
            Program program,
            Figure interpreted,
            Figure compiled,
            @Nullable Figure anvil) {
        /** How many times as fast as anvil. */
        double ratio(Figure ours) {
            return anvil == null ? Double.NaN : anvil.nanos() / ours.nanos();
        }

        Optional<String> wrong() {
            if (interpreted.gas() != compiled.gas() || !interpreted.output().equals(compiled.output())) {
                return Optional.of("compiled code used gas " + compiled.gas() + " or returned something else");
            }
            if (interpreted.halt().isPresent()) {
                return Optional.of("halted: " + interpreted.halt().get());
            }
            if (anvil != null && !anvil.output().equals(interpreted.output())) {
                return Optional.of("anvil returned something else");
            }
            return anvil != null && anvil.gas() != interpreted.gas()
                    ? Optional.of("anvil used gas " + anvil.gas())
                    : Optional.empty();
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A state test's file or a folder of such (default: evm-bench among the official vectors).")
    private @Nullable Path path;

    @Option(
            names = "--against",
            paramLabel = "CLIENT",
            description = "Measure ${COMPLETION-CANDIDATES} beside (from npm).")
    private @Nullable Rival rival;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These programs only.")
    private List<String> only = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description =
                    "Measured for each program and engine, after twice as long to warm up, 0.1 to 600 (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--adversarial",
            description = "Programs made to cost more time than their gas pays, instead of PATH.")
    private boolean adversarial;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!(seconds >= 0.1 && seconds <= 600)) {
            throw new UserError("--seconds takes 0.1 to 600.");
        }
        List<Program> programs = programs();
        PrintWriter out = spec.commandLine().getOut();
        List<Row> rows = new ArrayList<>();
        try (Anvil anvil = rival == null ? null : Anvil.start()) {
            out.printf(
                    "%-16s %12s %11s | %12s %8s | %12s %8s",
                    "program", "gas", "first us", "interp. us", "Mgas/s", "compiled us", "Mgas/s");
            out.println(anvil == null ? "" : " |     anvil us   Mgas/s  interp.  compiled");
            for (Program program : programs) {
                Row row = measure(program, anvil);
                rows.add(row);
                print(out, row);
            }
        }
        summary(out, rows);
        return rows.stream().allMatch(row -> row.wrong().isEmpty()) ? 0 : 1;
    }

    private List<Program> programs() {
        List<Program> programs = (adversarial ? Adversary.programs() : Program.in(folder()))
                .stream()
                        .filter(program -> only.isEmpty() || only.contains(program.name()))
                        .toList();
        if (programs.isEmpty()) {
            throw new UserError("There is no such program.");
        }
        return programs;
    }

    private Path folder() {
        if (path != null) {
            return path;
        }
        Path folder = Vectors.folder("evm-bench");
        if (!Files.isDirectory(folder)) {
            throw new UserError("There are no programs at " + folder + ": name a folder of state tests.");
        }
        return folder;
    }

    private Row measure(Program program, @Nullable Anvil anvil) {
        Meter meter = Meter.seconds(seconds);
        return new Row(
                program,
                meter.measure(program, Engine.interpreting()),
                meter.measure(program, Engine.compilingAtOnce(Fork.OSAKA)),
                anvil == null ? null : anvil.measure(program, seconds));
    }

    private static void print(PrintWriter out, Row row) {
        Figure interpreted = row.interpreted;
        Figure compiled = row.compiled;
        out.printf(
                "%-16s %,12d %,11.0f | %,12.1f %,8.0f | %,12.1f %,8.0f",
                row.program.name(),
                interpreted.gas(),
                interpreted.firstNanos() / 1e3,
                interpreted.micros(),
                interpreted.megagasPerSecond(),
                compiled.micros(),
                compiled.megagasPerSecond());
        if (row.anvil != null && Double.isNaN(row.anvil.nanos())) {
            out.print(" |     too short to be measured there");
        } else if (row.anvil != null) {
            out.printf(
                    " | %,12.1f %,8.0f %7.2fx %8.2fx",
                    row.anvil.micros(), row.anvil.megagasPerSecond(), row.ratio(interpreted), row.ratio(compiled));
        }
        out.println(row.wrong().map(words -> "  WRONG: " + words).orElse(""));
        out.flush();
    }

    private static void summary(PrintWriter out, List<Row> rows) {
        rows.stream()
                .min((one, other) -> Double.compare(one.compiled.megagasPerSecond(), other.compiled.megagasPerSecond()))
                .ifPresent(worst -> out.printf(
                        "slowest for its gas: %s, %,.0f Mgas/s compiled, %,.0f interpreted%n",
                        worst.program.name(), worst.compiled.megagasPerSecond(), worst.interpreted.megagasPerSecond()));
        if (rows.getFirst().anvil != null) {
            out.printf(
                    "times as fast as anvil, geometric mean: interpreter %.2f, compiled %.2f%n",
                    mean(rows, row -> row.ratio(row.interpreted)), mean(rows, row -> row.ratio(row.compiled)));
        }
        out.flush();
    }

    private static double mean(List<Row> rows, ToDoubleFunction<Row> ratio) {
        return Math.exp(rows.stream()
                .mapToDouble(ratio)
                .filter(Double::isFinite)
                .map(Math::log)
                .average()
                .orElse(Double.NaN));
    }
}
