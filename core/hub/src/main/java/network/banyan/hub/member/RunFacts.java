// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import java.util.List;
import java.util.Optional;
import network.banyan.hub.BlockList;
import network.banyan.hub.Exits;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Message;
import network.banyan.hub.Totals;
import network.banyan.primitives.Hash;

/**
 * What a chain says of the runs of a checkpoint (rule 7).
 *
 * @param lastBlock of the last run
 * @param preState the state root in the header before the first block
 * @param postState the state root in the last block's header
 * @param inbox handled by the end of the last run
 * @param outbox of the last run, in order; the others have none
 * @param recordedRoot what the chain's contract says of that outbox
 * @param totals what that outbox takes out, as the chain's contract says
 * @param blocks of all its runs, on a chain of tier D
 */
public record RunFacts(
        long lastBlock,
        Hash blockHash,
        Hash preState,
        Hash postState,
        InboxPrefix inbox,
        List<Message> outbox,
        Hash recordedRoot,
        Totals totals,
        Exits exits,
        Optional<BlockList> blocks) {
    public RunFacts {
        outbox = List.copyOf(outbox);
    }

    /** Of a chain of tier S, which names no blocks. */
    public RunFacts(
            long lastBlock,
            Hash blockHash,
            Hash preState,
            Hash postState,
            InboxPrefix inbox,
            List<Message> outbox,
            Hash recordedRoot,
            Totals totals,
            Exits exits) {
        this(lastBlock, blockHash, preState, postState, inbox, outbox, recordedRoot, totals, exits, Optional.empty());
    }
}
