// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.ArrayList;
import java.util.List;
import network.banyan.hub.HubDomain;
import network.banyan.hub.Message;
import network.banyan.hub.OutboxTree;
import network.banyan.primitives.Hash;

/**
 * The messages of a closed run, in the order of its outbox (docs/spec/outpost.md, rule 17), and the tree over them.
 */
public record Outbox(List<Message> messages, OutboxTree tree) {
    public Outbox {
        messages = List.copyOf(messages);
    }

    /** Of the last run of a checkpoint: only that one has messages (outpost rule 21). */
    public static Outbox ofRun(ChainOutpost chain, HubDomain domain, long run) {
        long blocks = chain.runBlocks();
        List<Message> messages = new ArrayList<>(chain.answers(run));
        chain.sent((run - 1) * blocks + 1, run * blocks).forEach(sent -> messages.add(sent.message()));
        return new Outbox(
                messages,
                new OutboxTree(
                        messages.stream().map(message -> message.digest(domain)).toList()));
    }

    /** What proves message {@code index} to the root. */
    public List<Hash> path(int index) {
        return tree.path(index);
    }
}
