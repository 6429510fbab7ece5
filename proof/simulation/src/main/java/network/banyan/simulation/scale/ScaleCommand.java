// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan simulate scale}: how much more a root with more sidechains does. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "Reckons what a root with more and more sidechains does a second.",
            "Each member has a machine of its own. Nothing is executed: what a transfer and a checkpoint cost a node was measured",
            "on single chains (docs/performance.md), and blocks take as long as what is in them. Users of each sidechain always have",
            "more to send than it takes, and some of that goes to the next chain, through the root.",
            ""
        },
        footer = {"", "Example: banyan simulate scale --chains 1,2,4,8 --crossing 10000"})
public final class ScaleCommand implements Callable<Integer> {
    private static final int WARM_UP_SECONDS = 60;
    private static final int CHAINS_MAX = 4_096;

    @Option(
            names = "--chains",
            split = ",",
            defaultValue = "1,2,4,8",
            description = "How many, one line for each (default: ${DEFAULT-VALUE}).")
    private List<Integer> chains = List.of();

    @Option(
            names = "--crossing",
            defaultValue = "1000",
            description =
                    "Of a million transactions so many go to another chain, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
    private long crossing;

    @Option(
            names = "--seconds",
            defaultValue = "120",
            description = "Simulated seconds measured, 10 to 3600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--cores", defaultValue = "2", description = "Of each machine (default: ${DEFAULT-VALUE}).")
    private int cores;

    @Option(
            names = "--one-way",
            defaultValue = "20",
            description = "Milliseconds between two machines (default: ${DEFAULT-VALUE}).")
    private long oneWayMillis;

    @Option(
            names = "--block-millis",
            defaultValue = "500",
            description = "Least time between blocks (default: ${DEFAULT-VALUE}).")
    private long blockMillis;

    @Option(names = "--gas-limit", defaultValue = "60000000", description = "Of a block (default: ${DEFAULT-VALUE}).")
    private long gasLimit;

    @Option(
            names = "--delay-millis",
            defaultValue = "10000",
            description = "Until an accepted checkpoint's messages go on (default: ${DEFAULT-VALUE}).")
    private long delayMillis;

    @Option(
            names = "--transfer-micros",
            defaultValue = "206",
            description = "Of a node, for a transfer in all (default: ${DEFAULT-VALUE}).")
    private long transferMicros;

    @Option(
            names = "--transfer-serial-micros",
            defaultValue = "83",
            description = "The part of that which nothing else can go on beside (default: ${DEFAULT-VALUE}).")
    private long transferSerialMicros;

    @Option(
            names = "--checkpoint-micros",
            defaultValue = "3300",
            description = "Of a node of the root, for a checkpoint in all (default: ${DEFAULT-VALUE}).")
    private long checkpointMicros;

    @Option(
            names = "--checkpoint-serial-micros",
            defaultValue = "3000",
            description = "The part of that which nothing else can go on beside (default: ${DEFAULT-VALUE}).")
    private long checkpointSerialMicros;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (chains.isEmpty() || chains.stream().anyMatch(number -> number < 1 || number > CHAINS_MAX)) {
            throw new UserError("--chains takes numbers from 1 to %d.".formatted(CHAINS_MAX));
        }
        check("--crossing", crossing, 0, 1_000_000);
        check("--seconds", seconds, 10, 3_600);
        check("--cores", cores, 1, 1_024);
        check("--one-way", oneWayMillis, 0, 10_000);
        check("--block-millis", blockMillis, 1, 60_000);
        check("--gas-limit", gasLimit, 1_000_000, 10_000_000_000L);
        check("--delay-millis", delayMillis, 0, 432_000_000);
        check("--transfer-micros", transferMicros, 1, 1_000_000);
        check("--transfer-serial-micros", transferSerialMicros, 1, 1_000_000);
        check("--checkpoint-micros", checkpointMicros, 1, 10_000_000);
        check("--checkpoint-serial-micros", checkpointSerialMicros, 1, 10_000_000);
        var costs = new Costs(transferMicros, transferSerialMicros, checkpointMicros, checkpointSerialMicros, 1, 4_000);
        var terms = new Terms(cores, 4, oneWayMillis, blockMillis, gasLimit, 8, delayMillis);
        PrintWriter out = spec.commandLine().getOut();
        out.println("chains       tx/s  a chain  checkpoints/s  root's block  its gas  wait  messages/s  median  p95");
        for (int number : chains) {
            tell(out, new World(costs, terms, number, crossing, WARM_UP_SECONDS, seconds).live());
        }
        return 0;
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new UserError("%s takes %d to %d.".formatted(name, least, most));
        }
    }

    private void tell(PrintWriter out, World.Figures figures) {
        out.printf(
                Locale.ROOT,
                "%6d %,10.0f %,8.0f %14.1f %10.0f ms %6.1f %% %5d %11.1f %7s %6s%n",
                figures.chains(),
                figures.perSecond(),
                figures.perSecond() / figures.chains(),
                figures.checkpointsPerSecond(),
                figures.rootBlockMillis(),
                100 * figures.rootGas(),
                figures.waiting(),
                (double) figures.delivered() / seconds,
                seconds(figures.medianMillis()),
                seconds(figures.latestMillis()));
        out.flush();
    }

    private static String seconds(long millis) {
        return millis < 0 ? "-" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
