// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import network.banyan.node.UserError;
import network.banyan.simulation.mutants.Hunt.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan simulate mutants}: breaks one rule after the other and shows that the simulation sees it. */
@Command(
        name = "mutants",
        mixinStandardHelpOptions = true,
        description = {
            "Breaks the protocol on purpose, one rule at a time, and simulates until a law tells.",
            "Each mutant is a patch of one source file that is compiled into memory; nothing on disk changes. Ends with 1 if any",
            "mutant survives.",
            ""
        },
        footer = {"", "Example: banyan simulate mutants --only finalize-after-nullify"})
public final class MutantsCommand implements Callable<Integer> {
    @Option(names = "--only", paramLabel = "NAME", description = "This mutant alone.")
    private @Nullable String only;

    @Option(names = "--list", description = "Print the mutants and the rules they break, and run none.")
    private boolean list;

    @Option(names = "--jobs", description = "Mutants at a time (default: one for each core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1 || jobs > 1_024) {
            throw new UserError("--jobs takes 1 to 1024.");
        }
        Path root = Path.of(System.getProperty("banyan.root", "."));
        if (!Files.isDirectory(root.resolve("core"))) {
            throw new UserError(
                    "Mutants are patches of the sources, and there are none here: start ./banyan of a checkout.");
        }
        Hunt hunt = Hunt.of(root);
        List<Mutant> chosen = hunt.mutants().stream()
                .filter(mutant -> only == null || only.equals(mutant.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new UserError("There is no mutant %s; --list names them.".formatted(only));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            chosen.forEach(mutant -> out.printf("%-34s rule %-12s %s%n", mutant.name(), mutant.rule(), mutant.wrong()));
            out.printf("%d mutants%n", chosen.size());
            out.flush();
            return 0;
        }
        long caught = huntAll(hunt, chosen, out);
        out.printf("%d mutants, %d caught%n", chosen.size(), caught);
        out.flush();
        return caught == chosen.size() ? 0 : 1;
    }

    /** Each result as it comes; how many were caught. */
    private long huntAll(Hunt hunt, List<Mutant> chosen, PrintWriter out) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(jobs)) {
            var hunts = new ExecutorCompletionService<Result>(pool);
            chosen.forEach(mutant -> hunts.submit(() -> hunt.hunt(mutant)));
            while (results.size() < chosen.size()) {
                Result result = hunts.take().get();
                results.add(result);
                print(result, out);
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Mutant.Stale stale) {
                throw new UserError(String.valueOf(stale.getMessage()));
            }
            throw new IllegalStateException(failed.getCause());
        }
        return results.stream().filter(Result::caught).count();
    }

    private static void print(Result result, PrintWriter out) {
        Optional<String> broken = result.broken();
        out.printf(
                "%-34s %s  seed %d, %,d messages, %.1f s%s%n",
                result.mutant().name(),
                broken.isPresent() ? "caught  " : "SURVIVED",
                result.seed(),
                result.messages(),
                result.millis() / 1_000.0,
                broken.map(what -> "%n    %s".formatted(what.length() > 200 ? what.substring(0, 200) : what))
                        .orElse(""));
        out.flush();
    }
}
