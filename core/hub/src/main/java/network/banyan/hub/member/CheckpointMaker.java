// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import network.banyan.hub.BlockList;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.HubDomain;
import network.banyan.hub.HubException;
import network.banyan.hub.Line;
import network.banyan.hub.OutboxTree;
import network.banyan.hub.Totals;
import network.banyan.primitives.Hash;

/** Makes the checkpoint that follows on a line (rules 6 and 7): one, whoever makes it. */
public final class CheckpointMaker {
    private CheckpointMaker() {}

    /**
     * @param line where the last one of this very line ended, whatever the root has accepted
     * @throws HubException if the chain's contract recorded another outbox than its events tell: nobody may sign that
     */
    public static Checkpoint next(HubDomain domain, long chainId, long term, Line line, RunFacts facts) {
        var tree = new OutboxTree(
                facts.outbox().stream().map(message -> message.digest(domain)).toList());
        HubException.require(
                tree.root().equals(facts.recordedRoot()),
                "an outbox with the root %s, recorded as %s",
                tree.root(),
                facts.recordedRoot());
        HubException.require(
                Totals.of(facts.outbox()).equals(facts.totals()),
                "an outbox that takes out more or less than its totals");
        facts.blocks()
                .ifPresent(blocks -> HubException.require(
                        blocks.covers(line.lastBlock() + 1, facts.lastBlock(), facts.blockHash()),
                        "a list of other blocks than %d to %d",
                        line.lastBlock() + 1,
                        facts.lastBlock()));
        return new Checkpoint(
                chainId,
                line.sequence() + 1,
                line.digest(),
                term,
                line.lastBlock() + 1,
                facts.lastBlock(),
                facts.blockHash(),
                facts.preState(),
                facts.postState(),
                facts.inbox().count(),
                facts.inbox().hash(),
                tree.root(),
                tree.count(),
                facts.totals().hash(),
                facts.exits().hash(),
                facts.blocks().map(BlockList::data).orElse(Hash.ZERO),
                Hash.ZERO);
    }
}
