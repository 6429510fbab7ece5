// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.devnet.Devnet;
import network.banyan.node.devnet.DevnetFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan devnet}: a whole chain on this machine. */
@Command(
        name = "devnet",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a local root chain of four validators, an explorer, and a device that publishes this machine's"
                    + " readings.",
            "Ctrl-C stops it; starting again continues the same chain.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan devnet                          run until Ctrl-C",
            "  banyan devnet --for 30s                run, sum up, exit 0 if everything promised happened",
            "  banyan devnet --fresh --processes      start over, one JVM for each validator",
            "  banyan devnet --dir /tmp/two --rpc-port 9545    a second one beside the first"
        })
public final class DevnetCommand implements Callable<Integer> {
    private static final long DELTA_MILLIS = 500;
    private static final long GAS_LIMIT = 60_000_000;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".banyan/devnet",
            description = "Where the chain, its keys and its log live (default: ${DEFAULT-VALUE}).")
    private Path dir = Path.of(".banyan", "devnet");

    @Option(names = "--fresh", description = "Forget the chain in that folder and start over.")
    private boolean fresh;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Run so long (30s, 5m), then sum up; exit 1 if anything promised did not happen.")
    private Optional<Duration> runFor = Optional.empty();

    @Option(names = "--processes", description = "One JVM for each validator; one that dies is started again.")
    private boolean processes;

    @Option(
            names = "--validators",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many validators a new chain gets, 1 to 16 (default: ${DEFAULT-VALUE}).")
    private int validators;

    @Option(
            names = "--block-time",
            paramLabel = "TIME",
            defaultValue = "500ms",
            converter = Durations.class,
            description = "Least time between blocks of a new chain (default: ${DEFAULT-VALUE}).")
    private Duration blockTime = Duration.ofMillis(500);

    @Option(
            names = "--epoch-blocks",
            paramLabel = "N",
            defaultValue = "60",
            description = {
                "Blocks of an epoch of a new chain, 2 to 1000000; with each a committee is drawn (default:"
                        + " ${DEFAULT-VALUE}).",
                "0: the first committee sits for ever."
            })
    private long epochBlocks;

    @Option(
            names = "--seats",
            paramLabel = "N",
            defaultValue = "24",
            description = "Most members of a committee of a new chain, 4 to 36 (default: ${DEFAULT-VALUE}).")
    private int seats;

    @Option(
            names = "--rpc-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Where JSON-RPC and the explorer listen (default: ${DEFAULT-VALUE}).")
    private String rpcHost = "127.0.0.1";

    @Option(
            names = "--rpc-port",
            paramLabel = "PORT",
            defaultValue = "8545",
            description =
                    "Port of the first validator; the others take the next ones (default: ${DEFAULT-VALUE}; 0: any).")
    private int rpcPort;

    @Option(
            names = "--memory-mib",
            paramLabel = "MIB",
            defaultValue = "32",
            description = "Database budget of each validator (default: ${DEFAULT-VALUE}).")
    private int memoryMib;

    @Mixin
    private DeviceKey key = new DeviceKey();

    @Option(
            names = "--sidechains",
            paramLabel = "N",
            defaultValue = "0",
            description = "Run so many sidechains beside it, 0 to 4, registered and ready for `banyan bridge` (default:"
                    + " ${DEFAULT-VALUE}).")
    private int sidechains;

    @Option(names = "--no-device", description = "Publish no readings of this machine.")
    private boolean noDevice;

    @Option(
            names = "--prepare",
            description = "Only write keys, genesis and one banyan.toml for each validator, and print their paths.")
    private boolean prepare;

    @Option(
            names = "--load-accounts",
            hidden = true,
            defaultValue = "0",
            description = "Funded accounts for load tests.")
    private int loadAccounts;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        check("--validators", validators, 1, 16);
        check("--sidechains", sidechains, 0, 4);
        check("--rpc-port", rpcPort, 0, 65_535 - validators);
        check("--memory-mib", memoryMib, 16, 65_536);
        check("--load-accounts", loadAccounts, 0, 100_000);
        check("--block-time in ms", blockTime.toMillis(), 0, 60_000);
        check("--seats", seats, 4, 36);
        if (epochBlocks != 0) {
            check("--epoch-blocks", epochBlocks, 2, 1_000_000);
        }
        Optional<Genesis.Epochs> epochs =
                epochBlocks == 0 ? Optional.empty() : Optional.of(new Genesis.Epochs(epochBlocks, seats));
        var shape =
                new DevnetFolder.Shape(validators, blockTime.toMillis(), DELTA_MILLIS, GAS_LIMIT, epochs, loadAccounts);
        var options = new Devnet.Options(
                shape,
                fresh,
                processes,
                noDevice ? Optional.<String>empty() : Optional.of(key.place()),
                rpcHost,
                rpcPort,
                memoryMib,
                runFor,
                sidechains);
        DevnetFolder folder = new DevnetFolder(dir);
        Devnet devnet = new Devnet(folder, options, spec.commandLine().getOut());
        if (prepare) {
            devnet.prepare();
            return 0;
        }
        try (StopSignal stop = new StopSignal()) {
            return devnet.run(stop) ? 0 : Banyan.FAILED;
        }
    }

    private static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new UserError("%s takes a number from %d to %d, not %d.".formatted(option, least, most, value));
        }
    }
}
