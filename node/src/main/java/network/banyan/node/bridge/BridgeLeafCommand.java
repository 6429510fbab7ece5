// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Moves;
import network.banyan.bridge.RootHub;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.member.Holdings;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.staking.Addresses;
import network.banyan.primitives.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge leaf}: what one keeps, so as to leave a chain that is gone. */
@Command(
        name = "leaf",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a file that proves to the root what an account holds on a chain, by a checkpoint that the root accepted.",
            "If the chain ends, everybody is paid by the last checkpoint that counts, with its own file and without the"
                    + " chain. Tier S promises nobody that the chain's data can be had then: keep it while it can.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  banyan bridge leaf 0xde598d942814808bc4113d0ea76ed73d968351f7 --out leaf.json \\",
            "    --chain-node http://127.0.0.1:9545"
        })
public final class BridgeLeafCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ACCOUNT", converter = Addresses.class, description = "Whose.")
    private Address account = Address.ZERO;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where it is written.")
    private Path file = Path.of("");

    @Option(
            names = "--checkpoint",
            paramLabel = "N",
            description = "By which checkpoint (default: the last one that the root accepted).")
    private Optional<Long> sequence = Optional.empty();

    @Mixin
    private Nodes nodes = new Nodes();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Ends ends = nodes.open()) {
            long chainId = ends.source(0);
            ChainOutpost chain = ends.chain(chainId);
            var root = new RootHub(ends.root(), ends.domain().root(), chainId);
            long wanted = sequence.orElseGet(() -> root.line().sequence());
            if (wanted < 1) {
                throw new Declined("The root has accepted no checkpoint of chain %d yet.".formatted(chainId));
            }
            Checkpoint checkpoint = root.accepted(wanted, 0, ends.root().blockNumber())
                    .orElseThrow(() -> new Declined(
                            "The root has accepted no checkpoint %d of chain %d.".formatted(wanted, chainId)))
                    .checkpoint();
            Holdings holdings = Moves.holdings(chain, checkpoint.lastBlock());
            if (!holdings.exits().hash().equals(checkpoint.exits())) {
                throw new UserError(
                        "What the node of chain %d shows is not what the root accepted: one of the two lies, or the committee did."
                                .formatted(chainId));
            }
            List<Holdings.Leaf> leaves = holdings.leaves(account);
            if (leaves.isEmpty()) {
                throw new Declined("By checkpoint %d, %s holds nothing of the root's on chain %d."
                        .formatted(wanted, account, chainId));
            }
            new LeafFile(checkpoint, leaves).write(file);
            Units units = new Units(ends.root());
            out.printf(
                    "checkpoint   %d of chain %d, which ends with block %d%n", wanted, chainId, checkpoint.lastBlock());
            leaves.forEach(leaf -> out.printf("leaf         %s%n", units.text(leaf)));
            out.printf("written      %s%n", file);
            return 0;
        }
    }
}
