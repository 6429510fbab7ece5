// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.node.ConfigFile;
import network.banyan.node.Role;
import network.banyan.node.UserError;

/** All that a light node needs, in one folder: configuration, genesis, and later the little it keeps. It has no key. */
public record LightFolder(Path path) {
    private static final String GENESIS = "genesis.json";
    private static final String CHECKPOINT = "checkpoint.json";

    /**
     * Writes it; the configuration last, because its presence says that the rest is complete.
     *
     * @param checkpoint a file that the owner trusts, copied; empty to begin at genesis
     * @throws UserError if it cannot be written
     */
    public void write(Genesis genesis, List<URI> sources, Optional<Path> checkpoint, int rpcPort) {
        String text = """
            # Written by `banyan init --light`; `banyan node --dir` runs it. BANYAN_... variables and flags win over it.
            name = "light-node"
            role = "%s"
            genesis = "%s"
            data = "data"

            [light]
            # Nodes to ask. None of them is believed; the more, the harder it is to keep news from this one.
            sources = [
            %s
            ]
            %s
            [rpc]
            host = "127.0.0.1"
            port = %d
            """.formatted(
                        Role.LIGHT.word(),
                        GENESIS,
                        sources.stream().map("  \"%s\""::formatted).collect(Collectors.joining(",\n")),
                        checkpoint
                                .map(_ -> "checkpoint = \"%s\"%n".formatted(CHECKPOINT))
                                .orElse(""),
                        rpcPort);
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve(GENESIS), GenesisJson.write(genesis));
            if (checkpoint.isPresent()) {
                Files.copy(checkpoint.get(), path.resolve(CHECKPOINT), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(path.resolve(ConfigFile.NAME), text);
        } catch (IOException failed) {
            throw new UserError("The folder %s cannot be written: %s".formatted(path, UserError.why(failed)), failed);
        }
    }
}
