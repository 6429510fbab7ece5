// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.util.Optional;
import network.banyan.simulation.Conditions;

/** Runs seeds in a world whose classes may be other ones than ours; so only the JDK's types and our own cross over. */
public interface Trial {
    /** What became of a seed: how many messages were carried, and the law that was broken, if one was. */
    record Outcome(long messages, Optional<String> broken) {}

    /**
     * See {@link Conditions}.
     *
     * @param lie its name, or nothing
     */
    Outcome run(long seed, int nodes, int twoFaced, int forging, String lie, long delayMillis);
}
