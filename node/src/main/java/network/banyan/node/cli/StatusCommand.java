// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code banyan status}: how a node stands, in a few lines. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {"Tells how a node stands: height, finality, peers, pool.", ""},
        footer = {"", "Example: banyan status --rpc http://127.0.0.1:8546"})
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        JsonRpcClient client = node.client();
        JsonNode status = client.call("banyan_status");
        JsonNode figures = client.call("banyan_figures");
        var out = spec.commandLine().getOut();
        out.printf(
                "%s, chain id %d%n",
                status.path("name").asText(), status.path("chainId").asLong());
        out.printf(
                "height    %,d%s%n",
                status.path("height").asLong(),
                status.path("syncing").asBoolean()
                        ? " of %,d known"
                                .formatted(status.path("bestKnownHeight").asLong())
                        : "");
        out.printf(
                "finality  %d ms median, %d ms at the 95th percentile%n",
                figures.path("finalityMillisP50").asLong(),
                figures.path("finalityMillisP95").asLong());
        out.printf("peers     %d%n", status.path("peers").asLong());
        out.printf("pool      %,d transactions%n", status.path("pooled").asLong());
        return 0;
    }
}
