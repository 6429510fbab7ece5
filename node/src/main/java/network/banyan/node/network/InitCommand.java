// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.ledger.Genesis;
import network.banyan.node.NodeConfig.PeerAddress;
import network.banyan.node.Role;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.light.LightConfig;
import network.banyan.node.light.LightFolder;
import network.banyan.primitives.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan init}: the folder of a full node, an archive or a light node. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the folder of a full node, of an archive or of a light node, with its configuration and genesis.json.",
            "A full node's has the key of its connections, too. Whom it calls stands in the file `peers` beside"
                    + " genesis.json, or is said with --peer.",
            "A light node keeps no state, asks the nodes of --from, believes none of them, and answers"
                    + " wallets with what it has verified.",
            ""
        },
        footer = {
            "",
            "Example: banyan init --genesis net/genesis.json --dir my-node",
            "         banyan node --dir my-node",
            "         banyan init --light --genesis net/genesis.json --from http://a:8545,http://b:8545 --dir my-light-node"
        })
public final class InitCommand implements Callable<Integer> {
    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The network's genesis.json.")
    private Path genesis = Path.of("");

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "A folder that is not there yet.")
    private Path dir = Path.of("");

    @Option(names = "--archive", description = "Keep the state after every block, not only after the last 256.")
    private boolean archive;

    @Option(names = "--light", description = "A light node, for a small machine: no state, no peers, no key.")
    private boolean light;

    @Option(
            names = "--from",
            split = ",",
            paramLabel = "URL",
            description = "Whom a light node asks: JSON-RPC of nodes of the chain. None of them need be trusted.")
    private List<String> from = List.of();

    @Option(
            names = "--trusted-checkpoint",
            paramLabel = "FILE",
            description = "Where a light node begins instead of at genesis: one of your own, or of somebody you trust"
                    + " (`banyan verify --save-checkpoint` writes one).")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(names = "--peer", paramLabel = "KEY@HOST:PORT", description = "A node to call; may be given often.")
    private List<String> peers = List.of();

    @Option(
            names = "--p2p-host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "Where others may connect (default: ${DEFAULT-VALUE}).")
    private String p2pHost = "";

    @Option(
            names = "--p2p-port",
            defaultValue = "30700",
            paramLabel = "PORT",
            description = "0 takes any free port (default: ${DEFAULT-VALUE}).")
    private int p2pPort;

    @Option(
            names = "--rpc-port",
            defaultValue = "8545",
            paramLabel = "PORT",
            description = "0 takes any free port (default: ${DEFAULT-VALUE}).")
    private int rpcPort;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        check("--p2p-port", p2pPort);
        check("--rpc-port", rpcPort);
        Genesis chain = DevnetFolder.readGenesis(genesis);
        if (light) {
            return light(chain);
        }
        if (!from.isEmpty() || checkpoint.isPresent()) {
            throw new UserError("--from and --trusted-checkpoint are for a light node: say --light, too.");
        }
        Bytes key = new NodeFolder(dir)
                .follower(
                        archive ? Role.ARCHIVE : Role.FULL,
                        chain,
                        new NodeFolder.Ports(
                                InetSocketAddress.createUnresolved(p2pHost, p2pPort),
                                InetSocketAddress.createUnresolved("127.0.0.1", rpcPort)),
                        peersOf(genesis, peers));
        var out = spec.commandLine().getOut();
        out.printf(
                "%s, chain %d: %s in %s%n", chain.name(), chain.chainId(), archive ? "an archive" : "a full node", dir);
        out.printf("node key  %s%n", key.toHex().substring(2));
        out.printf(
                "%nStart it: banyan node --dir %s%nA node whose p2p.open is off lets it in once its operator adds%n"
                        + "  \"%s@HOST:%d\"%nwith this machine's name to its p2p.peers.%n",
                dir, key.toHex().substring(2), p2pPort);
        return 0;
    }

    private int light(Genesis chain) {
        if (archive || !peers.isEmpty()) {
            throw new UserError("A light node keeps no state and calls no peers: --archive and --peer are not for it.");
        }
        if (from.isEmpty()) {
            throw new UserError("A light node must know whom to ask: say --from URL[,URL].");
        }
        NodeFolder.mustBeNew(dir);
        List<URI> sources = from.stream()
                .map(text -> LightConfig.source(text, "the flag --from"))
                .toList();
        new LightFolder(dir).write(chain, sources, checkpoint, rpcPort);
        var out = spec.commandLine().getOut();
        out.printf(
                "%s, chain %d: a light node in %s%n%nStart it: banyan node --dir %s%n",
                chain.name(), chain.chainId(), dir, dir);
        return 0;
    }

    /** Those who were named, or else those of the file beside genesis. */
    public static List<PeerAddress> peersOf(Path genesis, List<String> named) {
        List<PeerAddress> found = new ArrayList<>();
        named.forEach(text -> found.add(PeerAddress.of(text, "the flag --peer")));
        Path beside = genesis.toAbsolutePath().resolveSibling(NetworkFolder.PEERS);
        if (found.isEmpty() && Files.exists(beside)) {
            found.addAll(NetworkFolder.readPeers(beside));
        }
        if (found.isEmpty()) {
            throw new UserError(
                    "A node must know whom to call: put the network's file \"peers\" beside %s, or say --peer KEY@HOST:PORT."
                            .formatted(genesis));
        }
        return found;
    }

    private static void check(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new UserError("%s takes a number from 0 to 65535, not %d.".formatted(option, port));
        }
    }
}
