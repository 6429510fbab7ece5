// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is bad besides the {@link Weather}: disks, and lines that carry one way only.
 *
 * @param torn chance, in parts of a thousand, that a power cut leaves a damaged record behind what it left whole
 * @param slowDisks members whose disks take their time
 * @param writeMillis longest time that one step's writes take on such a disk; 0 if there is none
 * @param deaf lines that carry nothing
 */
record Strain(int torn, Set<Integer> slowDisks, long writeMillis, Set<Line> deaf) {
    private static final int HALF = 500;

    static final Strain NONE = new Strain(0, Set.of(), 0, Set.of());

    /** From one member to another. */
    record Line(int from, int to) {}

    Strain {
        slowDisks = Set.copyOf(slowDisks);
        deaf = Set.copyOf(deaf);
    }

    /** Draws the same numbers whatever is asked for. */
    static Strain storm(int members, Set<Faults.Kind> faults, SplittableRandom random) {
        boolean slow = random.nextInt(3) == 0;
        boolean oneWay = random.nextInt(3) == 0;
        long writeMillis = 1 + random.nextLong(150);
        Set<Integer> disks = new HashSet<>();
        Set<Line> deaf = new HashSet<>();
        for (int from = 0; from < members; from++) {
            if (random.nextInt(3) == 0 && slow && faults.contains(Faults.Kind.SLOW_WRITES)) {
                disks.add(from);
            }
            for (int to = 0; to < members; to++) {
                if (random.nextInt(8) == 0 && oneWay && faults.contains(Faults.Kind.ONE_WAY_LOSSES)) {
                    deaf.add(new Line(from, to));
                }
            }
        }
        return new Strain(faults.contains(Faults.Kind.TORN_WRITES) ? HALF : 0, disks, writeMillis, deaf);
    }
}
