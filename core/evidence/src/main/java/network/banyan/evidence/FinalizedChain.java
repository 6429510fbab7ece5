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
}
