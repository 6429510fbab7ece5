// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import network.banyan.node.NodeConfig;
import network.banyan.node.UserError;

/** Writes a configuration as the file that {@code banyan node --config} reads. */
final class ConfigFile {
    private ConfigFile() {}

    static Path write(NodeConfig config, Path folder) {
        String peers = config.peers().stream()
                .map(peer -> "  \"%s@%s:%d\""
                        .formatted(
                                peer.nodeKey().toHex().substring(2),
                                peer.address().getHostString(),
                                peer.address().getPort()))
                .collect(Collectors.joining(",\n"));
        String text = """
                # Written by `banyan devnet`; `banyan node --config` runs it. BANYAN_... variables and flags win over it.
                name = "%s"
                genesis = "%s"
                data = "data"
                keys = "keys"

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
                origins = ["*"]
                %s""".formatted(
                config.name(),
                folder.toAbsolutePath().relativize(config.genesis().toAbsolutePath()),
                config.memoryMib(),
                config.p2p().getHostString(),
                config.p2p().getPort(),
                peers,
                config.rpc().getHostString(),
                config.rpc().getPort(),
                config.gateway().map("%n[gateway]%nurl = \"%s\"%n"::formatted).orElse(""));
        Path file = folder.resolve("banyan.toml");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, text);
            return file;
        } catch (IOException failed) {
            throw new UserError(
                    "The configuration %s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }
}
