// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.ledger.Genesis;

/**
 * Which committee answers for which height, as genesis says it once for ever.
 *
 * @param epochs empty if the committee of genesis sits for ever, in epoch 0
 */
record Terms(Optional<Genesis.Epochs> epochs) {
    static Terms of(Genesis genesis) {
        return new Terms(genesis.parameters().epochs());
    }

    long epochOf(long height) {
        return epochs.map(terms -> terms.of(height)).orElse(0L);
    }

    /** Whether a block is the last of its epoch: the one that names the next committee, and may be proposed again. */
    boolean isLast(long height) {
        return epochs.map(terms -> terms.ends(height)).orElse(false);
    }

    /**
     * The height of an epoch's last block.
     *
     * @param epoch 0 to {@link EvidenceBundle#MAX_EPOCH}
     * @throws EvidenceFormatException if no epoch of this chain ends
     */
    long last(long epoch) {
        return epochs.orElseThrow(() -> new EvidenceFormatException(
                        "the committee of this genesis sits for ever: no epoch of its chain ends"))
                .last(epoch);
    }
}
