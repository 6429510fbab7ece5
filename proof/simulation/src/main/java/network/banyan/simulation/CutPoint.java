// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/**
 * One write at which one node's power fails. Seeds count them all: every member, each way, then the next write.
 *
 * @param write of the node, from 1
 */
record CutPoint(int member, long write, Way way) {
    enum Way {
        /** Before the disk took anything. */
        BEFORE,
        /** In the middle: half of what was written is there, and a torn record behind it; a commit is not. */
        WITHIN,
        /** All of it is there, and nobody was told. */
        AFTER
    }

    static CutPoint of(long seed, int members) {
        long number = Math.floorMod(seed - 1, Long.MAX_VALUE);
        int ways = Way.values().length;
        return new CutPoint(
                (int) (number % members), 1 + number / members / ways, Way.values()[(int) (number / members % ways)]);
    }
}
