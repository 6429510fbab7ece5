// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import network.banyan.conformance.fuzz.Outcome.Aspect;

/** Machines that must say the same; the first is the one that the others are held against. Used by one thread. */
record Panel(List<Machine> machines) implements AutoCloseable {
    Panel {
        machines = List.copyOf(machines);
    }

    /** What each of those said that take the trial, by their names and in their order. */
    record Said(Map<String, Outcome> outcomes) {
        /** That machine must have been asked. */
        Outcome of(String machine) {
            return Objects.requireNonNull(outcomes.get(machine), machine);
        }

        Outcome first() {
            return outcomes.values().iterator().next();
        }
    }

    Said ask(Trial trial) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Machine machine : machines) {
            if (machine.takes(trial)) {
                outcomes.put(machine.name(), machine.run(trial));
            }
        }
        return new Said(outcomes);
    }

    /** Empty if all agree. */
    static Optional<Disagreement> judge(Trial trial, Said said) {
        for (var entry : said.outcomes.entrySet()) {
            Set<Aspect> differences = said.first().differences(entry.getValue());
            if (!differences.isEmpty()) {
                return Optional.of(new Disagreement(trial, entry.getKey(), differences, said));
            }
        }
        return Optional.empty();
    }

    /** The same with nobody but the first and this one: all that shrinking has to ask. */
    Panel onlyWith(String name) {
        return new Panel(machines.stream()
                .filter(machine -> machine.name().equals(machines.getFirst().name())
                        || machine.name().equals(name))
                .toList());
    }

    @Override
    public void close() {
        machines.forEach(Machine::close);
    }
}
