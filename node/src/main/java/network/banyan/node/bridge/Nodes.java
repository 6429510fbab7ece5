// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.time.Duration;
import java.util.List;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which nodes a command asks. */
final class Nodes {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final int CHAINS_MAX = 8;

    @Mixin
    private NodeUrl root = new NodeUrl();

    @Option(
            names = "--chain-node",
            paramLabel = "URL",
            description = "A node of a sidechain; once for each chain that the transfer touches.")
    private List<String> chains = List.of();

    /**
     * @throws UserError if one of them is not what it should be
     */
    Ends open() {
        if (chains.size() > CHAINS_MAX) {
            throw new UserError("--chain-node is for %d chains at most.".formatted(CHAINS_MAX));
        }
        List<JsonRpcClient> clients = chains.stream()
                .map(url -> new JsonRpcClient(NodeUrl.read(url), TIME_MAX))
                .toList();
        return Ends.of(root.client(), clients);
    }
}
