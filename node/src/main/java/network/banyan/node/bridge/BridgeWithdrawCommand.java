// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.util.concurrent.Callable;
import network.banyan.hub.ChainIds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code banyan bridge withdraw}: from a chain to the root. */
@Command(
        name = "withdraw",
        mixinStandardHelpOptions = true,
        description = {
            "Sends coin, a token or a call from a sidechain to the root.",
            "It leaves with the chain's next checkpoint, waits the chain's delay on the root, and is claimed there: by"
                    + " --wait, by `banyan bridge claim`, or by anybody.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan bridge withdraw 2 --chain-node http://127.0.0.1:9545 --account 1",
            "  banyan bridge withdraw 2 --asset own --chain-node http://127.0.0.1:9545 --account 1 --wait"
        })
public final class BridgeWithdrawCommand implements Callable<Integer> {
    @Mixin
    private Departure departure = new Departure();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return departure.fromChain(ChainIds.ROOT, spec.commandLine().getOut());
    }
}
