// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a configuration as the file that {@code banyan node --config} and {@code --dir} read. */
public final class ConfigFile {
    /** Its name in a node's folder. */
    public static final String NAME = "banyan.toml";

    private ConfigFile() {}

    /**
     * @param author the command that writes it
     * @param folder that of the node; its data and keys lie in it
     * @throws UserError if it cannot be written
     */
    public static Path write(NodeConfig config, Path folder, String author) {
        String text = """
            # Written by `banyan %s`; `banyan node --dir` runs it. BANYAN_... variables and flags win over it.
            name = "%s"
            role = "%s"
            genesis = "%s"
            data = "data"
            keys = "keys"
            %s
            [memory]
            mib = %d

            [p2p]
            host = "%s"
            port = %d
            peers = [
            %s
            ]

            [rpc]
            host = "%s"
            port = %d
            origins = [%s]
            %s\
            """.formatted(
                author,
                config.name(),
                config.role().word(),
                folder.toAbsolutePath().relativize(config.genesis().toAbsolutePath()),
                config.passwordFile().map("password-file = \"%s\"%n"::formatted).orElse(""),
                config.memoryMib(),
                config.p2p().getHostString(),
                config.p2p().getPort(),
                peers(config.peers()),
                config.rpc().getHostString(),
                config.rpc().getPort(),
                config.rpcAccess().origins().stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")),
                config.gateway().map("%n[gateway]%nurl = \"%s\"%n"::formatted).orElse(""));
        Path file = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, text);
            return file;
        } catch (IOException failed) {
            throw new UserError(
                    "The configuration %s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }

    private static String peers(List<NodeConfig.PeerAddress> peers) {
        return peers.stream().map(peer -> "  \"%s\"".formatted(peer.text())).collect(Collectors.joining(",\n"));
    }
}
