// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Optional;
import network.banyan.consensus.BlockId;
import network.banyan.consensus.Effect.Verify;
import network.banyan.consensus.SignatureScheme;
import network.banyan.ledger.Block;
import network.banyan.ledger.Slot;

/** Why a block that executes well is none to vote for in the place where it was proposed. */
final class Misfit {
    /** A proposal whose time lies further ahead of our clock is not voted for; final blocks are never judged by clocks. */
    private static final long MAX_CLOCK_LEAD_MILLIS = 2_000;

    private Misfit() {}

    /** @return empty if it fits */
    static Optional<String> of(Block block, Verify proposal, SignatureScheme scheme, long now) {
        BlockId id = proposal.block();
        BlockId parent = proposal.parent();
        Slot slot = block.slot();
        if (id.hash().equals(parent.hash())) {
            // Rule 9: the last block of the epoch again, which was judged when it was new.
            return slot.epoch() != id.epoch() || block.number() != id.height()
                    ? Optional.of("it does not end the epoch it was proposed in")
                    : Optional.empty();
        }
        if (slot.epoch() != id.epoch() || slot.view() != id.view() || block.number() != id.height()) {
            return Optional.of("it does not stand in the view it was proposed in");
        }
        if (!block.header().parentHash().equals(parent.hash())) {
            return Optional.of("it does not follow the parent it was proposed on");
        }
        if (Slot.timeMillis(block.header()) > now + MAX_CLOCK_LEAD_MILLIS) {
            return Optional.of("its time lies ahead of our clock");
        }
        return scheme.verifyReveal(proposal.leader(), id.view(), block.reveal())
                ? Optional.empty()
                : Optional.of("its reveal is not its leader's");
    }
}
