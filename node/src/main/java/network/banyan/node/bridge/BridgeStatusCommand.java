// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.bridge.Standing;
import network.banyan.bridge.Transfer;
import network.banyan.node.Banyan;
import network.banyan.node.cli.Durations;
import network.banyan.primitives.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge status}: where a transfer is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Tells where a transfer is: each step with its block and time, and what it waits for.",
            "The root alone knows what was taken and claimed; what happens on a chain is told by a node of it.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:delivered, or on its way",
            "1:came back, failed, or unknown",
            "2:wrong request, or a node that does not answer"
        },
        footer = {"", "Example:", "  banyan bridge status 0x8f0c... --chain-node http://127.0.0.1:9545 --follow"})
public final class BridgeStatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TRACKING", description = "The id that sending it told.")
    private String tracking = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "720h",
            converter = Durations.class,
            description = "How far back to look for its beginning (default: ${DEFAULT-VALUE}).")
    private Duration since = Duration.ZERO;

    @Option(names = "--json", description = "For scripts; amounts in the asset's smallest unit.")
    private boolean isJson;

    @Option(
            names = {"--follow", "--wait"},
            description = "Stays and tells of each step until it arrived.")
    private boolean follows;

    @Mixin
    private Nodes nodes = new Nodes();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (isJson && follows) {
            throw new ParameterException(spec.commandLine(), "--json tells once; ask again, or leave out --follow");
        }
        Hash id = Arguments.tracking(tracking);
        Duration back = Arguments.since(since);
        try (Ends ends = nodes.open()) {
            Journey journey = new Journey(ends, spec.commandLine().getOut());
            if (follows) {
                return journey.follow(id, back, Optional.empty());
            }
            Transfer transfer = journey.look(id, back);
            if (isJson) {
                journey.print(transfer);
            } else {
                journey.tell(transfer);
            }
            return transfer.standing() instanceof Standing.Unknown ? Banyan.FAILED : Journey.code(transfer.standing());
        }
    }
}
