// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import network.banyan.bridge.Transfer;
import network.banyan.node.cli.Durations;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge claim}: brings a message of a checkpoint to its receiver. */
@Command(
        name = "claim",
        mixinStandardHelpOptions = true,
        description = {
            "Claims on the root what a checkpoint brought there and has waited its delay.",
            "Anybody can: it goes where the message says, whoever claims. Of what is more than the chain's outflow limit a"
                    + " part is paid, and the rest by claiming again.",
            ""
        },
        footer = {"", "Example:", "  banyan bridge claim 0x8f0c... --chain-node http://127.0.0.1:9545 --account 1"})
public final class BridgeClaimCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TRACKING", description = "The id that sending it told.")
    private String tracking = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "720h",
            converter = Durations.class,
            description = "How far back to look for its beginning (default: ${DEFAULT-VALUE}).")
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
            Journey journey = new Journey(ends, out);
            journey.claim(journey.look(id, back), wallet);
            Transfer after = journey.look(id, back);
            journey.tell(after);
            return Journey.code(after.standing());
        }
    }
}
