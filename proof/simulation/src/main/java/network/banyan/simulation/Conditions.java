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
 * @param delayMillis longest time a message takes once the storm is over
 * @param epochs how long a committee sits, and how many of the nodes are drawn into it; all sit for ever if empty
 * @param faults which kinds may strike
 * @param realSignatures BLS, at a millisecond each; otherwise their stand-ins
 */
public record Conditions(
        int nodes,
        Liars liars,
        long delayMillis,
        Optional<Epochs> epochs,
        Set<Faults.Kind> faults,
        boolean realSignatures) {
    public static final long DELAY_MILLIS = 30;

    public Conditions {
        Invariant.check(nodes >= 1 && nodes <= 36, "%d nodes", nodes);
        Invariant.check(liars.count() < nodes, "%s of %d", liars, nodes);
        Invariant.check(delayMillis >= 1, "a delay of %d ms", delayMillis);
        Invariant.check(epochs.isEmpty() || epochs.get().seats() <= nodes, "%s with %d nodes", epochs, nodes);
        faults = Set.copyOf(faults);
    }

    public static Conditions honest(int nodes) {
        return new Conditions(nodes, Liars.NONE, DELAY_MILLIS, Optional.empty(), Faults.Kind.USUAL, false);
    }

    /**
     * As the patches of mutants write it, by the names {@code nodes}, {@code two-faced}, {@code lie} (then one forges),
     * {@code delay}, {@code epoch-blocks} and {@code seats}; with real signatures, for mutants break these too.
     */
    public static Conditions of(Map<String, String> settings) {
        Optional<Lie> lie = Optional.ofNullable(settings.get("lie")).map(Lie::valueOf);
        int nodes = number(settings, "nodes", 4);
        int blocks = number(settings, "epoch-blocks", 0);
        var conditions = new Conditions(
                nodes,
                new Liars(number(settings, "two-faced", 0), lie.isPresent() ? 1 : 0, lie),
                number(settings, "delay", (int) DELAY_MILLIS),
                Optional.empty(),
                Faults.Kind.USUAL,
                true);
        return blocks == 0 ? conditions : conditions.withEpochs(blocks, number(settings, "seats", 4));
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        return settings.containsKey(name) ? Integer.parseInt(settings.get(name)) : otherwise;
    }

    public Conditions withTwoFaced(int count) {
        return with(new Liars(count, liars.forging(), liars.lie()));
    }

    public Conditions withForging(int count) {
        return with(new Liars(liars.twoFaced(), count, liars.lie()));
    }

    /** One liar, of this kind. */
    public Conditions withLie(Lie lie) {
        return with(new Liars(0, 1, Optional.of(lie)));
    }

    private Conditions with(Liars others) {
        return new Conditions(nodes, others, delayMillis, epochs, faults, realSignatures);
    }

    public Conditions withEpochs(long blocks, int seats) {
        return new Conditions(
                nodes, liars, delayMillis, Optional.of(new Epochs(blocks, seats)), faults, realSignatures);
    }

    public Conditions withFaults(Set<Faults.Kind> kinds) {
        return new Conditions(nodes, liars, delayMillis, epochs, kinds, realSignatures);
    }

    /** Whatever can go wrong goes wrong. */
    public Conditions withAllFaults() {
        return withFaults(EnumSet.allOf(Faults.Kind.class));
    }

    public Conditions withRealSignatures() {
        return new Conditions(nodes, liars, delayMillis, epochs, faults, true);
    }
}
