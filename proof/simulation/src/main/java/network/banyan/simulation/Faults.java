// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How often each kind of fault struck. */
public final class Faults {
    /** Kinds, named as they are reported. */
    public enum Kind {
        MESSAGES_DROPPED,
        MESSAGES_DOUBLED,
        /** Slower than messages ever are in calm weather. */
        MESSAGES_SLOW,
        /** Up to three seconds late. */
        MESSAGES_LATE,
        /** A message passes an earlier one on the same line. */
        MESSAGES_REORDERED,
        /** What a partition keeps from arriving; both names ask for partitions. */
        MESSAGES_CUT_OFF,
        PARTITIONS,
        /** Clocks that differ from true time, for the whole run. */
        WRONG_CLOCKS,
        /** At writes, and between two sends. */
        POWER_CUTS,
        /** What the power cut of a write leaves behind is half a record, or a damaged one. */
        TORN_WRITES,
        /** A disk takes its time, and its node with it. */
        SLOW_WRITES,
        /** A line carries messages one way only. */
        ONE_WAY_LOSSES,
        /** One node's power fails at one of its writes: from seed to seed at each of them, in each way. */
        EACH_WRITE_CUT;

        /** Those that strike unless others are asked for. */
        public static final Set<Kind> USUAL = Set.copyOf(EnumSet.range(MESSAGES_DROPPED, POWER_CUTS));

        /** As {@code --faults} takes it. */
        String option() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    void struck(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    void add(Faults others) {
        others.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Faults that && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    /** Each kind with its count, such as {@code 1,204 messages dropped, 3 power cuts}. */
    @Override
    public String toString() {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> "%,d %s"
                                .formatted(entry.getValue(), entry.getKey().title()))
                        .collect(Collectors.joining(", "));
    }
}
