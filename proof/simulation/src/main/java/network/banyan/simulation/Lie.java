// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/** What a {@link Forger} makes up. One in each run: who lies in many ways is soon not listened to. */
public enum Lie {
    /** Votes with a signature of something else. */
    WRONG_SIGNATURE,
    VOTE_OF_ANOTHER,
    /** Certificates that too few have signed. */
    FEW_SIGNERS,
    /** Certificates that name a seat the committee has not. */
    SEAT_THAT_IS_NONE,
    /** Certificates of what was signed for the same view of another epoch, with the same keys. */
    SIGNED_IN_ANOTHER_EPOCH,
    SIGNED_ON_ANOTHER_CHAIN,
    SIGNED_IN_ANOTHER_VIEW,
    NOTARIZE_AS_FINALIZE,
    /** Good blocks in views that others lead. */
    NOT_ITS_VIEW,
    PARENT_NOT_NOTARIZED,
    /** Blocks that pass over notarized ones. */
    VIEWS_NOT_NULLIFIED,
    WRONG_STATE_ROOT,
    WRONG_COMMITTEE,
    FROM_THE_FUTURE,
    /** Blocks as old as their parents. */
    TOO_EARLY,
    /** Blocks proposed in one view that say they stand in another. */
    IN_ANOTHER_VIEW,
    STATUS_OF_NOTHING,
    /** True blocks with a false certificate, for those who catch up. */
    BLOCKS_WITHOUT_CERTIFICATE;

    static Lie of(long seed) {
        return values()[Math.floorMod(seed - 1, values().length)];
    }
}
