// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Optional;
import network.banyan.primitives.Invariant;

/**
 * Who lies, and how.
 *
 * @param twoFaced how many run twice and show a different face to each half of the others
 * @param forging how many send whatever a {@link Forger} makes up, beside what they should
 * @param lie what these make up; in each seed something else if empty
 */
public record Liars(int twoFaced, int forging, Optional<Lie> lie) {
    public static final Liars NONE = new Liars(0, 0, Optional.empty());

    public Liars {
        Invariant.check(twoFaced >= 0 && forging >= 0, "%d and %d lie", twoFaced, forging);
    }

    int count() {
        return twoFaced + forging;
    }
}
