// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.bridge.ChainBlocks;
import network.banyan.bridge.Hands;
import network.banyan.bridge.RootHub;
import network.banyan.bridge.watch.Watch;
import network.banyan.bridge.watch.Watcher;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.StopSignal;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.staking.Addresses;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain watch}: the one who looks. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Executes what the checkpoints of a disputable sidechain name, and tells the root what is false before it is paid.",
            "It believes its own node of the root, and of the chain nobody: a block that its node does not have is demanded on the"
                    + " root. Its account pays for gas, and for deposits that it gets back; half of the bonds of those it"
                    + " convicts is its own.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan sidechain watch cold --chain-node http://127.0.0.1:9545 --account 1",
            "  banyan sidechain watch cold --chain-node http://127.0.0.1:9545 --account 1 \\",
            "      --of 0xde598d942814808bc4113d0ea76ed73d968351f7 --keep ways-out"
        })
public final class SidechainWatchCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    @Parameters(paramLabel = "DIR", description = "A folder with the chain's sidechain.json and genesis.json.")
    private Path dir = Path.of("");

    @Option(
            names = "--chain-node",
            required = true,
            paramLabel = "URL",
            description = "JSON-RPC of any node of the sidechain; --node is that of the root.")
    private String chainNode = "";

    @Option(
            names = "--of",
            paramLabel = "ACCOUNT",
            converter = Addresses.class,
            description = "Whose ways out are kept; may be given often.")
    private List<Address> accounts = List.of();

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description =
                    "Where what those accounts hold by each checkpoint is written, for `banyan bridge exit` if the chain ends.")
    private Optional<Path> keep = Optional.empty();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (keep.isPresent() == accounts.isEmpty()) {
            throw new UserError("--of and --keep go together: whose ways out, and where they are kept.");
        }
        Charter charter = new Folder(dir).charter();
        if (charter.tier() != Tier.DISPUTABLE) {
            throw new UserError("%s is %s: nothing of it can be disputed."
                    .formatted(charter.name(), charter.tier().word()));
        }
        Genesis genesis = DevnetFolder.readGenesis(dir.resolve("genesis.json"));
        var watch = new Watch(genesis, Committee.of(0, genesis.committee()).root());
        if (!watch.rules().hash().equals(charter.verifier())) {
            throw new UserError("%s is judged by other rules than those of its genesis.".formatted(charter.name()));
        }
        Wallet wallet = key.wallet();
        try (StopSignal stop = new StopSignal();
                ChainClient root = new ChainClient(node.client());
                ChainClient chain = ChainClient.connect(chainNode)) {
            return watch(stop, charter, watch, root, chain, wallet);
        }
    }

    private int watch(StopSignal stop, Charter charter, Watch watch, ChainClient root, ChainClient chain, Wallet wallet)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<WaysOut> ways = keep.map(folder -> new WaysOut(folder, accounts, watch));
        Optional<Watcher> watcher = Optional.empty();
        Watcher.Standing told = new Watcher.Standing(-1, -1, -1, Optional.empty());
        Duration pause = Duration.ZERO;
        while (!stop.await(pause)) {
            pause = PAUSE;
            try {
                if (watcher.isEmpty()) {
                    watcher = Optional.of(begin(charter, watch, root, chain, wallet, ways));
                }
                watcher.get().step();
                Watcher.Standing standing = watcher.get().standing();
                if (!standing.equals(told)) {
                    out.printf(
                            "checkpoint %,d of %,d found true, to block %,d%n",
                            standing.found(), standing.accepted(), standing.block());
                    told = standing;
                }
                if (standing.lie().isPresent()) {
                    out.printf("LIE  %s%n", standing.lie().get());
                    return Banyan.FAILED;
                }
            } catch (RpcFailure away) {
                out.printf("a node does not answer: %s%n", away.getMessage());
                pause = PAUSE_AFTER_FAILURE;
            }
            out.flush();
        }
        return 0;
    }

    private static Watcher begin(
            Charter charter, Watch watch, ChainClient root, ChainClient chain, Wallet wallet, Optional<WaysOut> ways) {
        long id = root.chainId();
        if (id != charter.rootId()) {
            throw new UserError("The charter is for root %d, and this node's chain is %d. Name another with --node."
                    .formatted(charter.rootId(), id));
        }
        var hub = new RootHub(root, charter.rootId(), charter.chainId());
        if (!hub.charter().verifier().equals(charter.verifier())) {
            throw new UserError("Chain %d is not registered on this root by these rules.".formatted(charter.chainId()));
        }
        return new Watcher(
                hub,
                new ChainBlocks(chain.rpc()),
                watch,
                charter.committee(),
                new Hands(root, wallet, "root"),
                checkpoint -> ways.ifPresent(all -> all.keep(checkpoint, hub.lastMature())));
    }
}
