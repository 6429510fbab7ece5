// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.Node;
import network.banyan.node.NodeConfig;
import network.banyan.node.NodeIdentity;
import network.banyan.node.Role;
import network.banyan.node.RunningNode;
import network.banyan.node.Settings;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.light.LightConfig;
import network.banyan.node.light.LightNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan node}: one node in this process, until it is told to stop. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one node: a delegate, a full node, an archive or a light node, as its configuration says.",
            "Settings come from the file, then BANYAN_... variables, then flags; the later wins.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan node --dir net/delegate-1               a delegate of `banyan network create`",
            "  banyan node --network net/genesis.json         a full node; its folder is made on the first start",
            "  banyan node --dir my-light-node                a light node of `banyan init --light`",
            "  banyan node --config .banyan/devnet/node-1/banyan.toml --rpc-port 9545",
            "The same setting three ways: [rpc] port = 9545, BANYAN_RPC_PORT=9545, --rpc-port 9545."
        })
public final class NodeCommand implements Callable<Integer> {
    @Mixin
    private NodePlace place = new NodePlace();

    @Option(names = "--role", paramLabel = "ROLE", description = "delegate, full, archive or light.")
    private Optional<String> role = Optional.empty();

    @Option(
            names = {"--from", "--light-sources"},
            paramLabel = "URL",
            split = ",",
            description = "Whom a light node asks, instead of those of its configuration. May be given several times.")
    private List<String> sources = List.of();

    @Option(names = "--password-file", paramLabel = "FILE", description = "What opens the keystores.")
    private Optional<String> passwordFile = Optional.empty();

    @Option(names = "--rpc-host", paramLabel = "HOST", description = "Where JSON-RPC and the explorer listen.")
    private Optional<String> rpcHost = Optional.empty();

    @Option(names = "--rpc-port", paramLabel = "PORT", description = "0 takes any free port.")
    private Optional<String> rpcPort = Optional.empty();

    @Option(
            names = "--rpc-budget",
            paramLabel = "TOKENS",
            description =
                    "What each client may ask in a second; 0 is no limit (default: 1000). docs/spec/rpc.md has prices.")
    private Optional<String> rpcBudget = Optional.empty();

    @Option(
            names = "--rpc-budget-loopback",
            paramLabel = "on|off",
            description = "Whether that holds for programs of this machine, too (default: off).")
    private Optional<String> rpcBudgetLoopback = Optional.empty();

    @Option(
            names = {"--rpc-proxy", "--rpc-proxies"},
            paramLabel = "ADDRESS[/BITS]",
            split = ",",
            description = "A proxy whose X-Forwarded-For tells the client. May be given several times.")
    private List<String> rpcProxies = List.of();

    @Option(
            names = "--rpc-jwt",
            paramLabel = "FILE",
            description = "Answer only who knows this secret, as Ethereum's engine API does; made if there is none.")
    private Optional<String> rpcJwt = Optional.empty();

    @Option(names = "--p2p-host", paramLabel = "HOST", description = "Where other nodes connect.")
    private Optional<String> p2pHost = Optional.empty();

    @Option(names = "--p2p-port", paramLabel = "PORT", description = "0 takes any free port.")
    private Optional<String> p2pPort = Optional.empty();

    @Option(
            names = {"--bootnode", "--p2p-bootnodes"},
            paramLabel = "KEY@HOST:PORT",
            split = ",",
            description = "A node to ask for others when this one knows nobody. May be given several times.")
    private List<String> bootnodes = List.of();

    @Option(
            names = "--p2p-advertise",
            paramLabel = "HOST:PORT",
            description = "Where others can call this node, if that is not where it listens.")
    private Optional<String> advertise = Optional.empty();

    @Option(names = "--p2p-open", paramLabel = "on|off", description = "Whether nodes that nobody listed may connect.")
    private Optional<String> open = Optional.empty();

    @Option(names = "--memory-mib", paramLabel = "MIB", description = "Budget of the database's caches.")
    private Optional<String> memory = Optional.empty();

    @Option(
            names = {"--traces", "--traces-url"},
            paramLabel = "URL",
            description = "Send what blocks and requests took to this collector, by OpenTelemetry's OTLP over HTTP.")
    private Optional<String> traces = Optional.empty();

    @Option(
            names = "--traces-percent",
            paramLabel = "0..100",
            description = "Of so many blocks, and requests without a trace of their caller (default: 5).")
    private Optional<String> tracesPercent = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the database.")
    private Optional<String> data = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Path config = place.config(fresh());
        Settings settings = Settings.ofFile(config)
                .withEnvironment(System.getenv())
                .withFlag("rpc.host", rpcHost)
                .withFlag("rpc.port", rpcPort)
                .withFlag("rpc.budget", rpcBudget)
                .withFlag("rpc.budget-loopback", rpcBudgetLoopback)
                .withFlag("rpc.proxies", joined(rpcProxies))
                .withFlag("rpc.jwt", rpcJwt.map(NodeCommand::here))
                .withFlag("p2p.host", p2pHost)
                .withFlag("p2p.port", p2pPort)
                .withFlag("p2p.bootnodes", joined(bootnodes))
                .withFlag("p2p.advertise", advertise)
                .withFlag("p2p.open", open)
                .withFlag("memory.mib", memory)
                .withFlag("traces.url", traces)
                .withFlag("traces.percent", tracesPercent)
                .withFlag("data", data)
                .withFlag("role", role)
                .withFlag("light.sources", joined(sources))
                .withFlag("password-file", passwordFile.map(NodeCommand::here));
        Path parent = config.toAbsolutePath().getParent();
        Path folder = parent == null ? Path.of("/") : parent;
        NodeConfig read = NodeConfig.of(settings, folder);
        Genesis genesis = DevnetFolder.readGenesis(read.genesis());
        return run(
                read,
                onFailure -> read.role() == Role.LIGHT
                        ? LightNode.start(LightConfig.of(settings, folder), genesis, onFailure)
                        : Node.start(read, genesis, NodeIdentity.read(read), onFailure));
    }

    /** What a folder that is made becomes. */
    private Role fresh() {
        return switch (role.orElse("")) {
            case "archive" -> Role.ARCHIVE;
            case "light" -> Role.LIGHT;
            default -> Role.FULL;
        };
    }

    private int run(NodeConfig read, Function<Consumer<Throwable>, RunningNode> start) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (StopSignal stop = new StopSignal();
                RunningNode node = start.apply(reason -> {
                    failure.compareAndSet(null, reason);
                    stop.ask();
                })) {
            var out = spec.commandLine().getOut();
            out.printf(
                    "%s: RPC http://%s:%d%n",
                    read.name(), read.rpc().getHostString(), node.rpcAddress().getPort());
            out.flush();
            stop.await();
        }
        Throwable reason = failure.get();
        if (reason != null) {
            spec.commandLine().getErr().println("banyan: the node stopped: " + reason.getMessage());
            return Banyan.FAILED;
        }
        return 0;
    }

    private static Optional<String> joined(List<String> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(String.join(",", items));
    }

    /** A file that a flag names lies where the command was given, and not in the node's folder. */
    private static String here(String file) {
        return Path.of(file).toAbsolutePath().toString();
    }
}
