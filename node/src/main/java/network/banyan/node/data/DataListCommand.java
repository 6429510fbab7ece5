// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.ReadingName;
import network.banyan.node.identity.DidArgument;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.DataVaultContract.Head;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data list}: what everybody can see of a stream. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the chain says of a device's data: its list of segments, and who was granted what.",
            ""
        },
        footer = {"", "Example: banyan data list meter"})
public final class DataListCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "By its name or id.")
    private String device = "";

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (ChainClient chain = new ChainClient(node.client())) {
            var ledger = new ChainLedger(chain, spec.commandLine().getOut(), java.util.Optional.empty());
            Hash id = Hash.fromHex(ReadingName.device(chain.rpc(), device));
            Head head = ledger.head(id);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("device       %s%n", id);
            out.printf("owner        %s%n", head.owner());
            out.printf("segments     %,d, list %s%n", Math.max(0, head.size() - 1), head.root());
            out.printf("keys         epoch %d%n", head.epoch());
            List<Grant> grants = ledger.grants(id);
            for (int i = 0; i < grants.size(); i++) {
                Grant grant = grants.get(i);
                out.printf(
                        "grant %-6d %s until %s to %s%s%n",
                        i,
                        grant.from() == 0 ? "the beginning" : Slots.text(grant.from()),
                        grant.until() >= TimeArgument.END.getEpochSecond() ? "without end" : Slots.text(grant.until()),
                        DidArgument.ofSubject(chain.chainId(), grant.grantee()),
                        grant.revoked() ? ", revoked" : "");
            }
            out.flush();
            return 0;
        }
    }
}
