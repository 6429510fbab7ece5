// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Hash;

/**
 * Where the accepted checkpoints of a chain end (rule 21). Numbers are unsigned, as the package says.
 *
 * @param sequence of the last one; 0 before the first
 * @param digest of the last one
 * @param state what the last one left
 * @param lastBlock of the last one
 * @param cursor how many messages of the inbox it had handled
 */
public record Line(long sequence, Hash digest, Hash state, long lastBlock, long cursor) {
    /** Of a chain of which nothing was accepted yet. */
    public static final Line NONE = new Line(0, Hash.ZERO, Hash.ZERO, 0, 0);

    /** The line that a checkpoint ends. */
    public static Line endingWith(Checkpoint last, HubDomain domain) {
        return new Line(last.sequence(), last.digest(domain), last.postState(), last.lastBlock(), last.inboxCursor());
    }

    /** Whether a checkpoint goes on where the line ends. A chain's first one says itself what its state was. */
    public boolean isFollowedBy(Checkpoint next) {
        return next.sequence() == sequence + 1
                && next.previous().equals(digest)
                && next.firstBlock() == lastBlock + 1
                && (sequence == 0 || next.preState().equals(state))
                && Long.compareUnsigned(next.inboxCursor(), cursor) >= 0;
    }
}
