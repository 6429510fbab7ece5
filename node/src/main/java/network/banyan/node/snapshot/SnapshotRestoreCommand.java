// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.ledger.Genesis;
import network.banyan.node.NodeConfig;
import network.banyan.node.Role;
import network.banyan.node.Settings;
import network.banyan.node.UserError;
import network.banyan.node.VoteLoss;
import network.banyan.node.cli.NodePlace;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.replica.ChainSeed;
import network.banyan.storage.NodeStorage;
import network.banyan.storage.StorageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan snapshot restore}: fills the empty data folder of a node. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Fills the empty data folder of a node with the newest snapshot that others offer, or goes on with"
                    + " one that was interrupted.",
            "Whoever sends something wrong is not asked again. A validator that begins so follows without voting"
                    + " until every view it may have voted in is over. Exit code 1 if nobody could complete it.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  banyan snapshot restore --dir net/delegate-5 --from http://10.0.0.1:8545,http://10.0.0.2:8545",
            "  banyan node --dir net/delegate-5"
        })
final class SnapshotRestoreCommand implements Callable<Integer> {
    private static final long NANOS = 1_000_000_000L;

    @Mixin
    private NodePlace place = new NodePlace();

    @Option(
            names = "--from",
            required = true,
            split = ",",
            paramLabel = "URL",
            description = "JSON-RPC of nodes of the same chain; the more, the faster.")
    private List<URI> from = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path config = place.config(Role.FULL);
        Path folder = config.toAbsolutePath().getParent();
        NodeConfig node = NodeConfig.of(
                Settings.ofFile(config).withEnvironment(System.getenv()), folder == null ? Path.of("/") : folder);
        if (node.role() == Role.LIGHT) {
            throw new UserError("%s is the configuration of a light node, which keeps no state.".formatted(config));
        }
        Genesis genesis = DevnetFolder.readGenesis(node.genesis());
        if (genesis.parameters().epochs().isEmpty()) {
            throw new UserError("The committee of this chain sits for ever, so there are no snapshots. Start the node:"
                    + " it fetches the blocks.");
        }
        PrintWriter out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        List<SnapshotPeer> peers =
                from.stream().map(SnapshotRestoreCommand::peer).toList();
        try (ChainSeed seed = NodeStorage.openSeed(node.data(), node.memoryMib())) {
            VoteLoss.note(node.keys(), System.currentTimeMillis()); // before there is a chain that it could vote on
            Restoration.Done done = new Restoration(genesis, peers, seed, new Screen(out)).run();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            say(
                    out,
                    "the chain stands at block %,d with %,d accounts and %,d slots, after %.1f s"
                            .formatted(
                                    done.height(),
                                    done.state().accounts(),
                                    done.state().slots(),
                                    (double) took.toNanos() / NANOS));
            out.printf("%nStart it: banyan node --config %s%n", config);
            return 0;
        } catch (StorageException unusable) {
            throw new UserError(String.valueOf(unusable.getMessage()), unusable);
        } catch (IOException failed) {
            throw new UserError(
                    "The folder %s cannot be written: %s".formatted(node.keys(), UserError.why(failed)), failed);
        } finally {
            peers.forEach(SnapshotPeer::close);
        }
    }

    private static SnapshotPeer peer(URI address) {
        try {
            return new SnapshotPeer(address);
        } catch (IllegalArgumentException noAddress) {
            throw new UserError(
                    "--from: \"%s\" is no address like http://10.0.0.1:8545.".formatted(address), noAddress);
        }
    }

    private static void say(PrintWriter out, String sentence) {
        synchronized (out) {
            out.println("  " + sentence);
            out.flush();
        }
    }

    /** At most a line a second. */
    private static final class Screen implements Restoration.Told {
        private final PrintWriter out;
        private long toldAt = System.nanoTime();

        Screen(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void step(String sentence) {
            say(out, sentence);
        }

        @Override
        public void progress(String part, double share, String detail) {
            long now = System.nanoTime();
            if (now - toldAt >= NANOS) {
                toldAt = now;
                say(
                        out,
                        "%-10s %5.1f %%  %s"
                                .formatted(part, 100 * share, detail)
                                .stripTrailing());
            }
        }
    }
}
