// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.bridge.NodeFacts;
import network.banyan.bridge.RootExits;
import network.banyan.bridge.Step;
import network.banyan.node.Declined;
import network.banyan.node.cli.Durations;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge payback}: what a chain that ended never took goes back. */
@Command(
        name = "payback",
        mixinStandardHelpOptions = true,
        description = {
            "Has the root pay back what was sent to a chain that ended before it took it.",
            "Anybody can: it goes to whom the message names for that.",
            ""
        },
        footer = {"", "Example:", "  banyan bridge payback 0x8f0c... --account 1"})
public final class BridgePaybackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TRACKING", description = "The id that sending it told.")
    private String tracking = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "720h",
            converter = Durations.class,
            description = "How far back to look for it (default: ${DEFAULT-VALUE}).")
    private Duration since = Duration.ZERO;

    @Mixin
    private Nodes nodes = new Nodes();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Hash id = Arguments.tracking(tracking);
        Duration back = Arguments.since(since);
        Wallet wallet = key.wallet();
        PrintWriter out = spec.commandLine().getOut();
        try (Ends ends = nodes.open()) {
            NodeFacts all = ends.facts();
            List<Step.Taken> taken = all.since(all.now() - back.toSeconds()).taken(id);
            if (taken.isEmpty()) {
                throw new Declined("The root has taken nothing of that id in that time.");
            }
            // The last inbox that it went into is where it was when the chain ended.
            Step.Taken last = taken.getLast();
            Journey journey = new Journey(ends, out);
            journey.sending(ends.root())
                    .send(
                            wallet,
                            RootExits.CONTRACT,
                            UInt256.ZERO,
                            RootExits.payBack(last.chain(), last.index(), last.message()));
            out.printf(
                    "paid back    %s, to %s%n",
                    journey.units().text(last.message()), last.message().refund());
            return 0;
        }
    }
}
