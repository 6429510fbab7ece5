// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.state.StateLayer;

/**
 * A block that executed: its receipts and the state after it, a layer above the last final one.
 *
 * @param next the committee that follows, if the block is the last of its epoch
 */
record Candidate(Block block, List<Receipt> receipts, StateLayer layer, Optional<Committee> next) {
    Candidate {
        receipts = List.copyOf(receipts);
    }
}
