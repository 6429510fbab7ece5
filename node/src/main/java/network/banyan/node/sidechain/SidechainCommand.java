// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain}: a chain that hangs on a root. */
@Command(
        name = "sidechain",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Begins a sidechain of a root chain, with a token, rules and speed of its own.", ""},
        subcommands = {
            SidechainCreateCommand.class,
            SidechainRegisterCommand.class,
            SidechainJoinCommand.class,
            SidechainStartCommand.class,
            SidechainMemberCommand.class,
            SidechainWatchCommand.class
        })
public final class SidechainCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name a command: create, register, join, start, member, watch or conformance");
    }
}
