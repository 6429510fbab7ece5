// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;

/** The port through which bundles are made: what a node shows of its finalised chain. */
public interface FinalizedChain {
    Optional<Block> block(long number);

    /** Receipts in the order of the block's transactions. */
    Optional<List<Receipt>> receipts(long number);

    /** The FINALIZE certificate that covers a block: its own, or that of the nearest later block. */
    Optional<Certificate> certificate(long number);

    /**
     * The handovers at the ends of these epochs, in order.
     *
     * @param fromEpoch from 0
     * @param untilEpoch the epoch that the last of them leads to
     * @return one for each of {@code fromEpoch} to {@code untilEpoch - 1}; fewer if the node does not keep them all
     */
    List<Handover> handovers(long fromEpoch, long untilEpoch);
}
