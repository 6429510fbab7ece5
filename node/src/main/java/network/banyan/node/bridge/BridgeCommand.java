// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan bridge}: between a root and its sidechains. */
@Command(
        name = "bridge",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Sends value, tokens and calls between a root and its sidechains, and tells where they are.", ""
        },
        subcommands = {
            BridgeDepositCommand.class,
            BridgeWithdrawCommand.class,
            BridgeSendCommand.class,
            BridgeStatusCommand.class,
            BridgeClaimCommand.class,
            BridgeForceCommand.class,
            BridgeLeafCommand.class,
            BridgeEndCommand.class,
            BridgeExitCommand.class,
            BridgePaybackCommand.class,
            BridgeFetchCommand.class
        })
public final class BridgeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name a command: deposit, withdraw, send, status, claim, force, leaf, end, exit, payback or fetch");
    }
}
