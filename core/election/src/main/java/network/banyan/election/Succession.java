// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.util.List;
import network.banyan.primitives.Hash;

/** Who sits after a committee (docs/spec/consensus.md, rule 11). */
public final class Succession {
    /** The least committee that bears a liar. With fewer candidates, the sitting one stays. */
    public static final int CANDIDATES_MIN = 4;

    private Succession() {}

    /**
     * The committee of the next epoch. Whoever is a candidate registered keys that nobody else has; should they not make a
     * committee all the same, the sitting one stays, for a chain must not stop at its election.
     *
     * @param candidates in the order of their ranks
     * @param beacon the randomness after the epoch's last block
     * @param seats most members
     */
    public static Committee after(Committee sitting, List<Member> candidates, Hash beacon, int seats) {
        long next = sitting.epoch() + 1;
        if (candidates.size() < CANDIDATES_MIN) {
            return sitting.in(next);
        }
        try {
            return Committee.elected(next, Draw.of(candidates, beacon, seats));
        } catch (Committee.Refused impossible) {
            return sitting.in(next);
        }
    }
}
