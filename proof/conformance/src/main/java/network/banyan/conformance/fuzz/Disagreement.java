// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.Set;
import java.util.stream.Collectors;
import network.banyan.conformance.fuzz.Outcome.Aspect;

/**
 * A trial on which machines differ.
 *
 * @param machine the first that differs from the panel's first
 * @param aspects in what; not empty
 */
record Disagreement(Trial trial, String machine, Set<Aspect> aspects, Panel.Said said) {
    /** Whether it is likely to have the same cause: the same machine, and the same aspect that tells most. */
    boolean isLike(Disagreement other) {
        return machine.equals(other.machine) && first().equals(other.first());
    }

    private Aspect first() {
        return aspects.iterator().next();
    }

    /** In a line. */
    String words() {
        String first = said.outcomes().keySet().iterator().next();
        String in = aspects.stream().map(Aspect::name).collect(Collectors.joining(", "));
        return "%s: %s where %s is %s (%s)"
                .formatted(
                        first(),
                        said.of(machine).tell(first(), said.first()),
                        first,
                        said.first().tell(first(), said.of(machine)),
                        machine + " differs in " + in);
    }
}
