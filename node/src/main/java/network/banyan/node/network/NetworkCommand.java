// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan network}: a network of one's own. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Begins a network of delegates on machines of your own.", ""},
        subcommands = NetworkCreateCommand.class)
public final class NetworkCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: create");
    }
}
