// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code banyan snapshot list}: what a node offers. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {"Prints the snapshots that a node holds, newest first. Exit code 1 if there is none.", ""})
final class SnapshotListCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (SnapshotPeer peer = new SnapshotPeer(node.uri())) {
            List<SnapshotPeer.Offer> offers = peer.offers();
            if (offers.isEmpty()) {
                out.println("None yet: a node takes one when an epoch ends.");
                return Banyan.FAILED;
            }
            out.printf("%-12s %-10s %s%n", "BLOCK", "EPOCH", "HASH");
            offers.forEach(offer -> out.printf("%-12d %-10d %s%n", offer.height(), offer.epoch(), offer.hash()));
            return 0;
        } catch (SnapshotPeer.Nonsense wrong) {
            throw new UserError("The node's list of snapshots is none: %s.".formatted(wrong.getMessage()), wrong);
        }
    }
}
