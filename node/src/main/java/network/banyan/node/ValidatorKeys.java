// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import network.banyan.consensus.BlsScheme;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.VoteSigner;
import network.banyan.election.Committee;
import network.banyan.node.signer.SeatSigner;
import network.banyan.node.signer.VotingKey;
import network.banyan.replica.Membership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Votes with this node's key, in whichever committee has a seat for it, unless it forgot what it said. */
final class ValidatorKeys implements Membership {
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorKeys.class);

    private final VotingKey key;
    private final long chainId;
    private final VoteMemory memory;
    private final boolean empty;
    private final LongSupplier tipMillis;
    private @Nullable Boolean whole;

    /**
     * @param empty whether the data folder held no chain when it was opened
     * @param tipMillis time of the last final block
     */
    ValidatorKeys(VotingKey key, long chainId, VoteMemory memory, boolean empty, LongSupplier tipMillis) {
        this.key = key;
        this.chainId = chainId;
        this.memory = memory;
        this.empty = empty;
        this.tipMillis = tipMillis;
    }

    @Override
    public SignatureScheme scheme(Committee committee) {
        return new BlsScheme(committee, chainId);
    }

    @Override
    public Optional<VoteSigner> signer(Committee committee) {
        OptionalInt seat = committee.seatOfKey(key.publicKey());
        return seat.isPresent() && mayVote()
                ? Optional.of(new SeatSigner(seat.getAsInt(), key, chainId, committee.epoch()))
                : Optional.empty();
    }

    /** Decided once, when a seat first calls for it. */
    private boolean mayVote() {
        Boolean decided = whole;
        if (decided == null) {
            decided = memory.isWhole(empty, tipMillis.getAsLong(), System.currentTimeMillis());
            whole = decided;
            if (!decided) {
                LOG.warn(
                        "the data folder of this validator was lost, and with it what it voted for: it follows without"
                                + " voting, so as not to contradict itself. Start it again once it has caught up, and it"
                                + " votes. Only if the whole chain begins anew, delete {}",
                        memory.mark());
            }
        }
        return decided;
    }
}
