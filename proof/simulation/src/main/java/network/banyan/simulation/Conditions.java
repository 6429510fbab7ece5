// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Optional;
import network.banyan.primitives.Invariant;

/**
 * In what world a seed runs.
 *
 * @param nodes validators, 1 to 36
 * @param twoFaced how many of them lie, each by running twice and showing a different face to each half of the others
 * @param forging how many of them lie by sending whatever a {@link Forger} makes up, beside what they should
 * @param lie what these make up; in each seed something else if empty
 * @param delayMillis longest time a message takes once the storm is over
 */
public record Conditions(int nodes, int twoFaced, int forging, Optional<Lie> lie, long delayMillis) {
    public static final long DELAY_MILLIS = 30;

    public Conditions {
        Invariant.check(nodes >= 1 && nodes <= 36, "%d nodes", nodes);
        Invariant.check(
                twoFaced >= 0 && forging >= 0 && twoFaced + forging < nodes,
                "%d and %d of %d lie",
                twoFaced,
                forging,
                nodes);
        Invariant.check(delayMillis >= 1, "a delay of %d ms", delayMillis);
    }

    public static Conditions honest(int nodes) {
        return new Conditions(nodes, 0, 0, Optional.empty(), DELAY_MILLIS);
    }

    public Conditions withTwoFaced(int liars) {
        return new Conditions(nodes, liars, forging, lie, delayMillis);
    }

    public Conditions withForging(int liars) {
        return new Conditions(nodes, twoFaced, liars, lie, delayMillis);
    }
}
