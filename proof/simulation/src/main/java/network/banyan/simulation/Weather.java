// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * How bad things are. Chances are in parts of a thousand, times in milliseconds.
 *
 * @param drop that a message is lost
 * @param duplicate that it comes twice
 * @param straggle that it comes up to three seconds late
 * @param delay longest time of an ordinary message
 * @param powerCut that the power fails at a write, or between two sends
 * @param downtime longest time until it is back
 * @param island of each member: those on different islands do not hear each other
 */
record Weather(int drop, int duplicate, int straggle, long delay, int powerCut, long downtime, List<Integer> island) {
    static Weather calm(int seats, long delayMillis) {
        return new Weather(0, 0, 0, delayMillis, 0, 1, islands(seats, seat -> 0));
    }

    /** Most storms have one or two plagues, not all of them. */
    static Weather storm(int seats, SplittableRandom random) {
        boolean parted = random.nextInt(3) == 0;
        return new Weather(
                random.nextInt(6) == 0 ? random.nextInt(400) : random.nextInt(20),
                random.nextInt(100),
                random.nextInt(3) == 0 ? random.nextInt(150) : 0,
                1 + random.nextInt(200),
                random.nextInt(2) == 0 ? random.nextInt(40) : 0,
                random.nextBoolean() ? 200 : 3_000,
                islands(seats, seat -> parted ? random.nextInt(2) : 0));
    }

    /**
     * Without what is not asked for.
     *
     * @param calmDelay longest time of a message where none is to be slow
     */
    Weather only(Set<Faults.Kind> faults, long calmDelay) {
        boolean parts = faults.contains(Faults.Kind.PARTITIONS) || faults.contains(Faults.Kind.MESSAGES_CUT_OFF);
        boolean cuts = faults.contains(Faults.Kind.POWER_CUTS) || faults.contains(Faults.Kind.TORN_WRITES);
        return new Weather(
                faults.contains(Faults.Kind.MESSAGES_DROPPED) ? drop : 0,
                faults.contains(Faults.Kind.MESSAGES_DOUBLED) ? duplicate : 0,
                faults.contains(Faults.Kind.MESSAGES_LATE) ? straggle : 0,
                faults.contains(Faults.Kind.MESSAGES_SLOW) ? delay : calmDelay,
                cuts ? powerCut : 0,
                downtime,
                parts ? island : islands(island.size(), member -> 0));
    }

    private static List<Integer> islands(int seats, IntUnaryOperator islandOf) {
        List<Integer> islands = new ArrayList<>();
        for (int seat = 0; seat < seats; seat++) {
            islands.add(islandOf.applyAsInt(seat));
        }
        return List.copyOf(islands);
    }

    boolean isParted() {
        return island.stream().distinct().count() > 1;
    }

    boolean connected(int a, int b) {
        return island.get(a).equals(island.get(b));
    }
}
