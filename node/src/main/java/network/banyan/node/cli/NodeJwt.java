// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import network.banyan.node.UserError;
import network.banyan.node.keys.NodeSecretFile;
import network.banyan.sdk.NodeSecret;
import picocli.CommandLine.Option;

/** The option that opens nodes which answer only to some. */
public final class NodeJwt {
    @Option(
            names = "--jwt",
            paramLabel = "FILE",
            defaultValue = "${env:BANYAN_NODE_JWT:-}",
            description = "The secret of a node that runs with --rpc-jwt (or BANYAN_NODE_JWT=FILE).")
    private String file = "";

    /**
     * Empty if nobody named one.
     *
     * @throws UserError if the file is none
     */
    public Optional<NodeSecret> secret() {
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeSecret(NodeSecretFile.read(Path.of(file)), InstantSource.system()));
    }
}
