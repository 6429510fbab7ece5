// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.primitives.Invariant;

/**
 * In what world a seed runs.
 *
 * @param nodes 1 to 36
 * @param twoFaced how many of them lie, each by running twice and showing a different face to each half of the others
 * @param forging how many of them lie by sending whatever a {@link Forger} makes up, beside what they should
 * @param lie what these make up; in each seed something else if empty
 * @param delayMillis longest time a message takes once the storm is over
 * @param epochs how long a committee sits, and how many of the nodes are drawn into it; all sit for ever if empty
 * @param faults which kinds may strike
 */
public record Conditions(
        int nodes,
        int twoFaced,
        int forging,
        Optional<Lie> lie,
        long delayMillis,
        Optional<Epochs> epochs,
        Set<Faults.Kind> faults) {
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
        Invariant.check(epochs.isEmpty() || epochs.get().seats() <= nodes, "%s with %d nodes", epochs, nodes);
        faults = Set.copyOf(faults);
    }

    public static Conditions honest(int nodes) {
        return new Conditions(nodes, 0, 0, Optional.empty(), DELAY_MILLIS, Optional.empty(), Faults.Kind.USUAL);
    }

    /**
     * As the patches of mutants write it, by the names {@code nodes}, {@code two-faced}, {@code lie} (then one forges),
     * {@code delay}, {@code epoch-blocks} and {@code seats}.
     */
    public static Conditions of(Map<String, String> settings) {
        Optional<Lie> lie = Optional.ofNullable(settings.get("lie")).map(Lie::valueOf);
        int nodes = number(settings, "nodes", 4);
        int blocks = number(settings, "epoch-blocks", 0);
        var conditions = new Conditions(
                nodes,
                number(settings, "two-faced", 0),
                lie.isPresent() ? 1 : 0,
                lie,
                number(settings, "delay", (int) DELAY_MILLIS),
                Optional.empty(),
                Faults.Kind.USUAL);
        return blocks == 0 ? conditions : conditions.withEpochs(blocks, number(settings, "seats", 4));
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        return settings.containsKey(name) ? Integer.parseInt(settings.get(name)) : otherwise;
    }

    public Conditions withTwoFaced(int liars) {
        return new Conditions(nodes, liars, forging, lie, delayMillis, epochs, faults);
    }

    public Conditions withForging(int liars) {
        return new Conditions(nodes, twoFaced, liars, lie, delayMillis, epochs, faults);
    }

    public Conditions withEpochs(long blocks, int seats) {
        return new Conditions(
                nodes, twoFaced, forging, lie, delayMillis, Optional.of(new Epochs(blocks, seats)), faults);
    }

    /** Whatever can go wrong goes wrong. */
    public Conditions withAllFaults() {
        return new Conditions(nodes, twoFaced, forging, lie, delayMillis, epochs, EnumSet.allOf(Faults.Kind.class));
    }
}
