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

/** {@code banyan stake show}: one bucket. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {"Shows a bucket, to the last wei.", ""},
        footer = {"", "Example: banyan stake show 5"})
public final class StakeShowCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Parameters(paramLabel = "BUCKET", converter = Ids.class)
    private long bucket;

    @Option(names = "--json", description = "For scripts; amounts in wei.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (Desk desk = new Desk(node.client(), spec.commandLine().getOut())) {
            var text = new BucketText(desk);
            if (json) {
                desk.out().println(text.json(bucket).toPrettyString());
            } else {
                text.show(desk.out(), bucket);
            }
            return 0;
        }
    }
}
