// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.ledger.Genesis;
import network.banyan.node.ConfigFile;
import network.banyan.node.Role;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.network.InitCommand;
import network.banyan.node.network.NodeFolder;
import picocli.CommandLine.Option;

/** Which node: a configuration, a folder with one, or a network that it joins. */
public final class NodePlace {
    private static final int P2P_PORT = 30_700;
    private static final int RPC_PORT = 8_545;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, in TOML.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "A folder with a banyan.toml, as `network create` and `init` make them.")
    private Optional<Path> dir = Optional.empty();

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description =
                    "A network's genesis.json, with its file `peers` beside it: the folder of a full node is made in"
                            + " --dir (default: .banyan/<its name>) unless it is there, and run.")
    private Optional<Path> network = Optional.empty();

    /**
     * @param fresh what a folder that is made becomes: {@link Role#FULL} or {@link Role#ARCHIVE}; {@link Role#LIGHT} makes none
     * @throws UserError if it is not said, or said twice
     */
    public Path config(Role fresh) {
        if (config.isPresent() == (dir.isPresent() || network.isPresent())) {
            throw new UserError(
                    "Say which node: --dir DIR, --config FILE, or --network FILE for a full node of that network.");
        }
        if (fresh == Role.LIGHT && network.isPresent()) {
            throw new UserError(
                    "A light node's folder is made by `banyan init --light`, which is told whom to ask; then say --dir DIR.");
        }
        return config.orElseGet(() -> network.map(genesis -> joined(genesis, fresh))
                .orElseGet(dir::orElseThrow)
                .resolve(ConfigFile.NAME));
    }

    private Path joined(Path genesis, Role fresh) {
        if (!Files.exists(genesis)) {
            throw new UserError(
                    "There is no file %s, and no network is known by name yet: name the genesis.json of the network to join."
                            .formatted(genesis));
        }
        Genesis chain = DevnetFolder.readGenesis(genesis);
        Path folder = dir.orElseGet(() -> Path.of(".banyan", folderOf(chain.name())));
        if (!Files.exists(folder.resolve(ConfigFile.NAME))) {
            var ports = new NodeFolder.Ports(loopback(P2P_PORT), loopback(RPC_PORT));
            new NodeFolder(folder).follower(fresh, chain, ports, InitCommand.peersOf(genesis, List.of()));
        }
        return folder;
    }

    private static InetSocketAddress loopback(int port) {
        return InetSocketAddress.createUnresolved("127.0.0.1", port);
    }

    /** A network's name comes from a file of others: only its letters and digits become a folder's name. */
    private static String folderOf(String name) {
        String kept = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return Stream.of(kept)
                .filter(each -> each.matches(".*[a-z0-9].*"))
                .findFirst()
                .orElse("network");
    }
}
