// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.concurrent.Callable;
import network.banyan.node.cli.NodeUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan delegate show}: one delegate. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {"Shows a delegate: votes, pledge, commission, keys, and what it says of itself.", ""},
        footer = {"", "Example: banyan delegate show validator-1"})
public final class DelegateShowCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Parameters(
            paramLabel = "DELEGATE",
            description = "A name or a number; a name of digits only with a colon in front.")
    private String delegate = "";

    @Option(names = "--json", description = "For scripts; amounts in wei, shares in basis points.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (Desk desk = new Desk(node.client(), spec.commandLine().getOut())) {
            long number = desk.delegate(delegate);
            var text = new DelegateText(desk);
            if (json) {
                desk.out().println(text.json(text.row(number)).toPrettyString());
            } else {
                text.show(desk.out(), number);
            }
            return 0;
        }
    }
}
