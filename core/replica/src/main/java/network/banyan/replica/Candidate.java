// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.state.StateLayer;

/** A block that executed: its receipts and the state after it, a layer above the last final one. */
record Candidate(Block block, List<Receipt> receipts, StateLayer layer) {
    Candidate {
        receipts = List.copyOf(receipts);
    }
}
