// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.util.Optional;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Invariant;

/** The committee that genesis names, for ever: one epoch, number 0, whose members lead in turn. */
public final class FixedElection implements Election {
    private final Committee committee;

    public FixedElection(Committee committee) {
        Invariant.check(committee.epoch() == 0, "a fixed committee sits in epoch 0, not %d", committee.epoch());
        this.committee = committee;
    }

    /**
     * @throws Committee.Refused if the members that genesis names can be no committee
     */
    public static FixedElection of(Genesis genesis) {
        return new FixedElection(Committee.of(0, genesis.committee()));
    }

    @Override
    public Optional<Committee> committee(long epoch) {
        return epoch == 0 ? Optional.of(committee) : Optional.empty();
    }

    /** Round robin: seat (view - 1) mod n, so that no seat has more silence to offer than any other. */
    @Override
    public int leader(Committee committee, long view) {
        return (int) Math.floorMod(view - 1, (long) committee.size());
    }
}
