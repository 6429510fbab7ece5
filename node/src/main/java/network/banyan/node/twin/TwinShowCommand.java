// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code banyan twin show}: both documents, and what is pending. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is desired of a device, what it reported, and what is pending.",
            "Both signatures are checked here, against the chain's registry.",
            ""
        },
        footer = {"", "Example: banyan twin show cold-cart"})
public final class TwinShowCommand implements Callable<Integer> {
    @Mixin
    private TwinPlace place = new TwinPlace();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return place.act(twin -> {
            TwinText.print(spec.commandLine().getOut(), twin.look());
            return 0;
        });
    }
}
