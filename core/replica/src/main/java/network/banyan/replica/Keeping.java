// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Genesis.Epochs;

/**
 * Which old blocks a node lets go. Genesis and the last block of each epoch stay, with their certificates: who follows the
 * committees from genesis needs them, and nothing else (docs/spec/sync.md, rule 14).
 *
 * @param blocks how many are kept behind the newest; 0 for all
 * @param epochs empty if one committee sits for ever
 */
record Keeping(long blocks, Optional<Epochs> epochs) {
    /** Blocks that may go with one that comes: more than one, so that a node that begins to forget gets there. */
    private static final int AT_ONCE = 32;

    /** What contracts may ask of earlier blocks, and replays of the states that are kept. */
    private static final long LEAST = 512;

    /** The least that a chain may keep: what a turn of epochs counts, too. */
    static long least(Optional<Epochs> epochs) {
        return LEAST + 2 * epochs.map(Epochs::blocks).orElse(0L);
    }

    /**
     * @param earliest from where on every block is there
     * @param tip the newest height once this is done
     */
    ChainStore.Forgotten after(long earliest, long tip) {
        long first = Math.max(1, earliest);
        long end = Math.min(tip - blocks + 1, first + AT_ONCE);
        if (blocks == 0 || end <= first) {
            return ChainStore.Forgotten.NOTHING;
        }
        List<Long> heights = new ArrayList<>();
        for (long height = first; height < end; height++) {
            long each = height;
            if (epochs.filter(terms -> terms.ends(each)).isEmpty()) {
                heights.add(height);
            }
        }
        return new ChainStore.Forgotten(heights, end);
    }
}
