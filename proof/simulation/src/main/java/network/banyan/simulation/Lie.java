// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a {@link Forger} makes up. One in each run: who lies in many ways is soon not listened to. */
public enum Lie {
    /** Two blocks in a view that it leads, each to a half of the others: an equivocator. */
    TWO_BLOCKS,
    /** To each vote another that excludes it: a conflicter. */
    CONFLICTING_VOTES,
    /** NULLIFY in every view, and whatever else is due: a nuller. */
    NULLIFY_ALWAYS,
    /** Nothing: no vote, no proposal, no answer, though it listens. A withholder. */
    SILENCE,
    /** What its disk held for certain is gone after a power cut, so it contradicts itself unknowingly. */
    LOG_FORGOTTEN,
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
    BLOCKS_WITHOUT_CERTIFICATE,
    /** Where epochs end: a child of the last block, in its own epoch. */
    CHILD_OF_THE_LAST,
    /** Another block of the last height, as if it were the last one again. */
    ANOTHER_LAST_BLOCK,
    /** A last block that names a committee which was not drawn. */
    ANOTHER_COMMITTEE,
    /** Nullifications of an earlier epoch under the name of this one, with the same keys in other seats. */
    OLD_SIGNATURES,
    /** Nullifications of an earlier epoch as they are, among those of this one. */
    OLD_CERTIFICATES,
    /** A reveal that is no signature of its slot. */
    FALSE_REVEAL,
    /** No last block at all, unless its draw gives the liar a seat. */
    REVEAL_WITHHELD;

    private static final Set<Lie> TRULY_SIGNED =
            Set.copyOf(EnumSet.of(TWO_BLOCKS, CONFLICTING_VOTES, NULLIFY_ALWAYS, SILENCE, LOG_FORGOTTEN));

    private static final Set<Lie> ABOUT_EPOCHS = Set.copyOf(EnumSet.range(CHILD_OF_THE_LAST, REVEAL_WITHHELD));

    /** Whether all that it says is well-formed and signed by itself, so that what contradicts itself convicts it. */
    boolean isTrulySigned() {
        return TRULY_SIGNED.contains(this);
    }

    /** One after the other, of those that mean something in such a world. */
    static Lie of(long seed, boolean epochs) {
        List<Lie> lies = Arrays.stream(values())
                .filter(lie -> epochs || !ABOUT_EPOCHS.contains(lie))
                .toList();
        return lies.get(Math.floorMod(seed - 1, lies.size()));
    }
}
