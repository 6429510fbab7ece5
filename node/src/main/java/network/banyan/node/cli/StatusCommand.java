// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import network.banyan.node.Role;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code banyan status}: how a node stands, in a few lines. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {"Tells how a node stands: height, finality, epoch and who serves in it, peers, pool.", ""},
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
        boolean isLight = status.path("role").asText().equals(Role.LIGHT.word());
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
        if (!isLight) {
            JsonNode figures = client.call("banyan_figures");
            out.printf(
                    "finality  %d ms median, %d ms at the 95th percentile%n",
                    figures.path("finalityMillisP50").asLong(),
                    figures.path("finalityMillisP95").asLong());
        }
        out.println(epoch(client.call("banyan_epoch")));
        if (isLight) {
            status.path("sources").forEach(source -> out.println(source(source)));
            return 0;
        }
        out.printf("peers     %d%n", status.path("peers").asLong());
        out.printf("pool      %,d transactions%n", status.path("pooled").asLong());
        return 0;
    }

    /** Whom a light node asks, and what is wrong with it. */
    private static String source(JsonNode source) {
        String trouble = source.path("trouble").isNull()
                ? ""
                : "%s: %s"
                        .formatted(
                                source.path("asked").asBoolean() ? "" : ", rests",
                                source.path("trouble").asText());
        return "source    %s at %,d%s"
                .formatted(source.path("url").asText(), source.path("height").asLong(), trouble)
                .replaceAll("\\p{Cntrl}", "?");
    }

    /** Who sits, in the order of their turns, with the blocks each made so far. */
    private static String epoch(JsonNode epoch) {
        String seats = StreamSupport.stream(epoch.path("seats").spliterator(), false)
                .map(seat -> seat.path("name").asText().replaceAll("\\p{Cntrl}", "?")
                        + (seat.has("produced") ? " " + seat.path("produced").asLong() : ""))
                .collect(Collectors.joining(", "));
        return epoch.path("lastBlock").isNull()
                ? "epoch     %d, without end: %s".formatted(epoch.path("epoch").asLong(), seats)
                : "epoch     %,d, blocks %,d to %,d: %s"
                        .formatted(
                                epoch.path("epoch").asLong(),
                                epoch.path("firstBlock").asLong(),
                                epoch.path("lastBlock").asLong(),
                                seats);
    }
}
