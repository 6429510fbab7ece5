// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import network.banyan.benchmarks.blocks.ImportCommand;
import network.banyan.benchmarks.epochs.EpochsCommand;
import network.banyan.benchmarks.gateway.GatewayBenchCommand;
import network.banyan.node.UserError;
import network.banyan.node.cli.CommandProvider;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bench}: load against a real network on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {ImportCommand.class, EpochsCommand.class, GatewayBenchCommand.class},
        description = {"Measures a fresh network on this machine, and single parts of it.", ""})
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Makes the command known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String name() {
            return "bench";
        }

        @Override
        public Object command() {
            return new BenchCommand();
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to measure: bench transfers, bench checkpoints, bench sidechains, bench import, bench epochs, "
                        + "bench gateway, or bench micro");
    }

    @Command(
            name = "micro",
            mixinStandardHelpOptions = true,
            description = {
                "JMH benches of single parts: words, Keccak, memory, calls, readings; each in a JVM of its own.",
                ""
            },
            footer = {"", "Example: banyan bench micro WordsBench --rounds 10"})
    int micro(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "REGEX",
                            defaultValue = ".*",
                            description = "The benches whose name it finds (default: all).")
                    String regex,
            @Option(
                            names = "--rounds",
                            defaultValue = "5",
                            description =
                                    "Seconds measured for each, after as many to warm up, 1 to 60 (default: ${DEFAULT-VALUE}).")
                    int rounds)
            throws RunnerException {
        if (rounds < 1 || rounds > 60) {
            throw new UserError("--rounds takes 1 to 60.");
        }
        var options = new OptionsBuilder()
                .include("network\\.banyan\\.benchmarks\\.micro\\..*" + regex)
                .shouldFailOnError(true)
                .forks(1)
                .warmupIterations(rounds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(rounds)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                .build();
        return new Runner(options).run().isEmpty() ? 1 : 0;
    }

    @Command(
            name = "transfers",
            mixinStandardHelpOptions = true,
            description = {
                "Plain transfers through JSON-RPC, as many as the network takes, until final.",
                "tps counts transfers that became final in the measured time; latency runs from submission to finality.",
                ""
            },
            footer = {"", "Example: banyan bench transfers --validators 4 --processes --seconds 30"})
    int transfers(
            @Option(names = "--validators", defaultValue = "4", description = "1 to 16 (default: ${DEFAULT-VALUE}).")
                    int validators,
            @Option(names = "--processes", description = "One JVM for each validator.") boolean processes,
            @Option(
                            names = "--seconds",
                            defaultValue = "30",
                            description = "Measured time, 5 to 3600 (default: ${DEFAULT-VALUE}).")
                    int seconds,
            @Option(
                            names = "--warm-up",
                            defaultValue = "15",
                            description = "Seconds of load before that (default: ${DEFAULT-VALUE}).")
                    int warmUp,
            @Option(
                            names = "--in-flight",
                            defaultValue = "4000",
                            description = "Transfers submitted and not final yet (default: ${DEFAULT-VALUE}).")
                    int inFlight,
            @Option(
                            names = "--block-millis",
                            defaultValue = "500",
                            description = "Least time between blocks (default: ${DEFAULT-VALUE}).")
                    int blockMillis,
            @Option(names = "--dir", description = "Keep the network's folder here instead of deleting it.")
                    Optional<Path> dir)
            throws InterruptedException {
        if (validators < 1 || validators > 16 || seconds < 5 || seconds > 3_600 || warmUp < 0 || warmUp > 3_600) {
            throw new UserError("--validators takes 1 to 16, --seconds 5 to 3600, --warm-up 0 to 3600.");
        }
        if (inFlight < 100 || inFlight > 100_000 || blockMillis < 0 || blockMillis > 10_000) {
            throw new UserError("--in-flight takes 100 to 100000, --block-millis 0 to 10000.");
        }
        var settings = new TransfersBench.Settings(validators, processes, seconds, warmUp, inFlight, blockMillis);
        TransfersBench.Figures figures = new TransfersBench(settings, dir).run();
        spec.commandLine().getOut().println(figures.toJson());
        return figures.finalised() > 0 ? 0 : 1;
    }

    @Command(
            name = "checkpoints",
            mixinStandardHelpOptions = true,
            description = {
                "Checkpoints of many chains that a root takes, as many as it can, until final.",
                "They take nothing out and are the cheapest there are; what counts is what stands in the root's books.",
                ""
            },
            footer = {"", "Example: banyan bench checkpoints --chains 16 --seconds 30"})
    int checkpoints(
            @Option(names = "--chains", defaultValue = "16", description = "1 to 64 (default: ${DEFAULT-VALUE}).")
                    int chains,
            @Option(names = "--validators", defaultValue = "4", description = "1 to 16 (default: ${DEFAULT-VALUE}).")
                    int validators,
            @Option(names = "--processes", description = "One JVM for each validator.") boolean processes,
            @Option(
                            names = "--seconds",
                            defaultValue = "30",
                            description = "Measured time, 5 to 3600 (default: ${DEFAULT-VALUE}).")
                    int seconds,
            @Option(
                            names = "--warm-up",
                            defaultValue = "15",
                            description = "Seconds of load before that (default: ${DEFAULT-VALUE}).")
                    int warmUp,
            @Option(
                            names = "--in-flight",
                            defaultValue = "256",
                            description = "Checkpoints submitted and not final yet (default: ${DEFAULT-VALUE}).")
                    int inFlight,
            @Option(
                            names = "--gas-limit",
                            defaultValue = "60000000",
                            description = "Of the root's blocks, one each 500 ms (default: ${DEFAULT-VALUE}).")
                    long gasLimit)
            throws InterruptedException {
        if (validators < 1 || validators > 16 || seconds < 5 || seconds > 3_600 || warmUp < 0 || warmUp > 3_600) {
            throw new UserError("--validators takes 1 to 16, --seconds 5 to 3600, --warm-up 0 to 3600.");
        }
        if (chains < 1 || chains > 64 || inFlight < chains || inFlight > 10_000) {
            throw new UserError("--chains takes 1 to 64, --in-flight as many as chains to 10000.");
        }
        if (gasLimit < 20_000_000 || gasLimit > 1_000_000_000) {
            throw new UserError("--gas-limit takes 20000000 to 1000000000.");
        }
        var settings =
                new CheckpointsBench.Settings(validators, processes, chains, seconds, warmUp, inFlight, gasLimit);
        CheckpointsBench.Figures figures = new CheckpointsBench(settings, Optional.empty()).run();
        spec.commandLine().getOut().println(figures.toJson());
        return figures.accepted() > 0 ? 0 : 1;
    }

    @Command(
            name = "sidechains",
            mixinStandardHelpOptions = true,
            description = {
                "Transfers on real sidechains of four beside a root of four, all in this process, until final.",
                "tps adds up what became final on all of them in the measured time, while they bring checkpoints.",
                ""
            },
            footer = {"", "Example: banyan bench sidechains --chains 2 --seconds 30"})
    int sidechains(
            @Option(names = "--chains", defaultValue = "1", description = "1 to 4 (default: ${DEFAULT-VALUE}).")
                    int chains,
            @Option(
                            names = "--seconds",
                            defaultValue = "30",
                            description = "Measured time, 5 to 3600 (default: ${DEFAULT-VALUE}).")
                    int seconds,
            @Option(
                            names = "--warm-up",
                            defaultValue = "15",
                            description = "Seconds of load before that (default: ${DEFAULT-VALUE}).")
                    int warmUp,
            @Option(
                            names = "--in-flight",
                            defaultValue = "2000",
                            description =
                                    "Transfers submitted and not final yet, on each chain (default: ${DEFAULT-VALUE}).")
                    int inFlight)
            throws InterruptedException {
        if (chains < 1 || chains > 4 || seconds < 5 || seconds > 3_600 || warmUp < 0 || warmUp > 3_600) {
            throw new UserError("--chains takes 1 to 4, --seconds 5 to 3600, --warm-up 0 to 3600.");
        }
        if (inFlight < 100 || inFlight > 100_000) {
            throw new UserError("--in-flight takes 100 to 100000.");
        }
        var settings = new SidechainsBench.Settings(chains, seconds, warmUp, inFlight);
        SidechainsBench.Figures figures = new SidechainsBench(settings).run();
        spec.commandLine().getOut().println(figures.toJson());
        return figures.perSecond() > 0 ? 0 : 1;
    }
}
