// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.util.Map;
import java.util.Optional;
import network.banyan.simulation.Conditions;

/** Runs seeds in a world whose classes may be other ones than ours; so only the JDK's types and our own cross over. */
public interface Trial {
    /** What became of a seed: how many messages were carried, and the law that was broken, if one was. */
    record Outcome(long messages, Optional<String> broken) {}

    /**
     * @param world its settings, as {@link Conditions#of(Map)} has them; those of the first call hold for all
     */
    Outcome run(long seed, Map<String, String> world);
}
