// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import network.banyan.primitives.Invariant;

/**
 * Whose turn it is to do what any member may: the next one's whenever three blocks passed and it is not done (rules 5, 11, 12).
 * Two that do it at once cost a little gas and nothing else.
 *
 * @param member whose question this is, from 0 in the committee's order
 * @param size of the committee
 */
public record Turn(int member, int size) {
    private static final int BLOCKS = 3;

    public Turn {
        Invariant.check(member >= 0 && member < size, "member %d of %d", member, size);
    }

    /**
     * @param matter what it is about, as all members number it
     * @param blocksWaited since this could have been done
     */
    public boolean isMine(long matter, long blocksWaited) {
        return Long.remainderUnsigned(matter + blocksWaited / BLOCKS, size) == member;
    }
}
