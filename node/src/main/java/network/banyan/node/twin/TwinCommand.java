// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan twin}: what a device should do, and what it says it does. */
@Command(
        name = "twin",
        mixinStandardHelpOptions = true,
        description = {
            "What its owner wants of a device, and what the device says it does: two small JSON documents, each"
                    + " signed by who speaks, kept and carried by the gateway.",
            "docs/spec/twin.md is the specification.",
            ""
        },
        subcommands = {TwinShowCommand.class, TwinDesireCommand.class, TwinWatchCommand.class},
        footer = {
            "",
            "Examples, on a devnet:",
            "  banyan twin desire cold-cart interval=5s",
            "  banyan twin show cold-cart",
            "  banyan twin watch cold-cart"
        })
public final class TwinCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: twin show, desire or watch");
    }
}
