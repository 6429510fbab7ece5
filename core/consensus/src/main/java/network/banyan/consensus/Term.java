// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import network.banyan.election.Committee;

/**
 * A committee and how long it sits.
 *
 * @param last the height of the epoch's last block, which may be proposed again until it is final (rule 9)
 */
public record Term(Committee committee, long last) {
    /** Of a chain whose committee never changes. */
    public static Term endless(Committee committee) {
        return new Term(committee, Long.MAX_VALUE);
    }

    public long epoch() {
        return committee.epoch();
    }

    /** Whether a block may follow another: in a later view, one higher, or after the last one that very one again. */
    boolean follows(BlockId block, BlockId parent) {
        boolean later = block.epoch() == parent.epoch() && block.view() > parent.view();
        return later && (parent.height() < last ? block.height() - 1 == parent.height() : repeats(block, parent));
    }

    /** Whether a block is the epoch's last one again, as it may be. */
    boolean repeats(BlockId block, BlockId earlier) {
        return earlier.height() == last
                && block.height() == last
                && block.hash().equals(earlier.hash());
    }
}
