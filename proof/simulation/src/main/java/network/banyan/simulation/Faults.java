// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each kind of fault struck. */
public final class Faults {
    /** Kinds, named as they are reported. */
    public enum Kind {
        MESSAGES_DROPPED,
        MESSAGES_DOUBLED,
        MESSAGES_LATE,
        MESSAGES_CUT_OFF,
        PARTITIONS,
        POWER_CUTS;

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
