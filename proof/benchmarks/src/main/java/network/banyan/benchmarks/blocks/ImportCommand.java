// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.benchmarks.Scratch;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan bench import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "How fast a node imports blocks: real signatures, real state roots, a synced write for each block.",
            "Builds a chain on a state of many accounts, then imports it into a fresh database and times each stage.",
            "Shares are of the clock: stages on two cores may add up to 200 %. Ends with one line of JSON for each load.",
            ""
        },
        footer = {
            "",
            "It runs in a JVM of its own, because a million accounts need some 5 GiB while they are made; fewer need less.",
            "",
            "Example: banyan bench import --load erc20 --accounts 100000"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final int HEAP_MIB = 768;
    private static final int HEAP_BYTES_PER_ACCOUNT = 5_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--blocks",
            defaultValue = "50",
            description = "Blocks measured for each load, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int blocks;

    @Option(
            names = "--warm-up",
            defaultValue = "25",
            description = "Blocks before those, 0 to 10000 (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--transactions",
            defaultValue = "2000",
            description = "In each block, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int transactions;

    @Option(
            names = "--accounts",
            defaultValue = "1000000",
            description = "In the state, each with coins and tokens, 1000 to 10000000 (default: ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(
            names = "--load",
            defaultValue = "all",
            description = "transfers, erc20, mixed or all (default: ${DEFAULT-VALUE}).")
    private String load = "all";

    @Option(names = "--folder", description = "Keep the databases here instead of deleting them; must not exist.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--vectors",
            description = "Hash tries side by side by the JDK's Vector API, as nodes started with its module do.")
    private boolean vectors;

    @Option(names = "--archive", description = "Keep what every block changed, as an archive does.")
    private boolean archive;

    @Option(names = "--in-this-jvm", hidden = true)
    private boolean inThisJvm;

    @Override
    public Integer call() throws InterruptedException {
        between("--blocks", blocks, 1, 10_000);
        between("--warm-up", warmUp, 0, 10_000);
        between("--transactions", transactions, 1, 10_000);
        between("--accounts", accounts, 1_000, 10_000_000);
        List<Load> loads = loads();
        if (folder.isPresent() && Files.exists(folder.get())) {
            throw new UserError("--folder: " + folder.get() + " exists already; name one that does not.");
        }
        if (!inThisJvm) {
            return elsewhere();
        }
        var settings = new ImportBench.Settings(blocks, warmUp, transactions, accounts, loads, archive);
        try (Scratch scratch = Scratch.open(folder)) {
            var out = spec.commandLine().getOut();
            List<ImportFigures> figures = new ImportBench(settings, scratch.path(), out).run();
            for (ImportFigures each : figures) {
                out.println();
                each.toTable().forEach(out::println);
            }
            out.println();
            figures.forEach(each -> out.println(each.toJson()));
            out.flush();
        }
        return 0;
    }

    private List<Load> loads() {
        if (load.equals("all")) {
            return List.of(Load.values());
        }
        for (Load each : Load.values()) {
            if (each.title().equals(load)) {
                return List.of(each);
            }
        }
        throw new UserError("--load takes transfers, erc20, mixed or all, not \"" + load + "\".");
    }

    private static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UserError("%s takes %d to %d.".formatted(option, least, most));
        }
    }

    private int elsewhere() throws InterruptedException {
        long heapMib = HEAP_MIB + (((long) HEAP_BYTES_PER_ACCOUNT * accounts) >> 20);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (vectors) {
            command.add("--add-modules=jdk.incubator.vector");
        }
        // More flags for the JVM that measures: profilers, another collector.
        String more = System.getProperty("banyan.bench.jvm", "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Banyan.class.getName()));
        command.addAll(List.of("bench", "import", "--in-this-jvm", "--load", load));
        command.addAll(List.of("--blocks", "" + blocks, "--warm-up", "" + warmUp));
        command.addAll(List.of("--transactions", "" + transactions, "--accounts", "" + accounts));
        if (archive) {
            command.add("--archive");
        }
        folder.ifPresent(path -> command.addAll(List.of("--folder", path.toString())));
        try {
            Process child = new ProcessBuilder(command).inheritIO().start();
            return child.waitFor();
        } catch (IOException failed) {
            throw new UserError("The JVM that measures cannot be started: " + UserError.why(failed), failed);
        }
    }
}
