// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan simulate hub}: sidechains that attack their root and each other, one history for each seed. */
@Command(
        name = "hub",
        mixinStandardHelpOptions = true,
        description = {
            "Lets sidechains attack their root and each other.",
            "Runs the root's own contracts with five chains, of which one to three attack: forged outboxes, short totals,",
            "conflicting certificates, dead or lying committees. Checks after each step that nothing left a chain that did not",
            "come, and at the end that users of honest chains have what they have in the same history without the attacks.",
            ""
        },
        footer = {"", "Example: banyan simulate hub --histories 10000"})
public final class HubCommand implements Callable<Integer> {
    private static final int TOLD = 10;

    @Option(names = "--histories", defaultValue = "1000", description = "How many (default: ${DEFAULT-VALUE}).")
    private int histories;

    @Option(names = "--first", defaultValue = "1", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long first;

    @Option(names = "--jobs", description = "Histories at a time (default: one for each core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<Conduct, Integer> tried = new EnumMap<>(Conduct.class);
    private long checkpoints;
    private int failed;

    @Override
    public Integer call() throws InterruptedException {
        if (histories < 1 || histories > 10_000_000 || jobs < 1 || jobs > 1_024) {
            throw new UserError("--histories takes 1 to 10000000, --jobs 1 to 1024.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Ground ground = Ground.make();
        long started = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(jobs)) {
            var running = new ExecutorCompletionService<History.Report>(pool);
            int asked = 0;
            for (int done = 0; done < histories; done++) {
                while (asked < histories && asked < done + 4 * jobs) {
                    long seed = first + asked++;
                    running.submit(() -> History.of(ground, seed));
                }
                take(running.take().get(), out);
                if ((done + 1) % 1_000 == 0 && done + 1 < histories) {
                    out.printf(Locale.ROOT, "%,d of %,d histories, %d broke a law%n", done + 1, histories, failed);
                    out.flush();
                }
            }
        } catch (ExecutionException unforeseen) {
            throw new IllegalStateException(unforeseen.getCause());
        }
        tried.forEach((conduct, times) -> out.printf(
                Locale.ROOT,
                "%-18s %,7d times%n",
                conduct.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                times));
        double seconds = (System.nanoTime() - started) / 1e9;
        out.printf(
                Locale.ROOT,
                "simulate hub: %,d histories and as many without attacks, %,d checkpoints accepted, %d broke a law, %.1f s%n",
                histories,
                checkpoints,
                failed,
                seconds);
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private void take(History.Report report, PrintWriter out) {
        report.conducts().forEach(conduct -> tried.merge(conduct, 1, Integer::sum));
        checkpoints += report.checkpoints();
        Optional<String> broken = report.broken();
        if (broken.isPresent() && failed++ < TOLD) {
            out.println(broken.get());
            out.flush();
        }
    }
}
