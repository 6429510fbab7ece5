// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.node.cli.NodeUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan delegate list}: the ranking. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {"Lists the ranking, and after it the delegates without a rank.", ""},
        footer = {"", "Example: banyan delegate list"})
public final class DelegateListCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Option(names = "--json", description = "For scripts; amounts in wei, shares in basis points.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (Desk desk = new Desk(node.client(), spec.commandLine().getOut())) {
            var text = new DelegateText(desk);
            List<DelegateText.Row> rows = text.rows();
            if (json) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                rows.forEach(row -> list.add(text.json(row)));
                desk.out().println(list.toPrettyString());
            } else {
                text.list(desk.out(), rows);
            }
            return 0;
        }
    }
}
