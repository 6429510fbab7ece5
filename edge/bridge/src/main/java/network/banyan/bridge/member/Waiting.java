// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

/**
 * Since which block something could be done, and from which on it is worth another try: what a contract refused now it refuses
 * again a moment later.
 */
record Waiting(long matter, long since, long notBefore) {
    private static final long PAUSE_BLOCKS = 3;

    static final Waiting NOTHING = new Waiting(-1, 0, 0);

    /** For this matter, which may be another one than before. */
    Waiting of(long now, long block) {
        return matter == now ? this : new Waiting(now, block, block);
    }

    boolean isDue(long block) {
        return block >= notBefore;
    }

    Waiting tried(long block) {
        return new Waiting(matter, since, block + PAUSE_BLOCKS);
    }
}
