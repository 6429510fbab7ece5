// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The last looks at one node, oldest first, for rates and for how things went. A node that started anew, or kept silent,
 * begins a new one: its counts do.
 */
record History(List<Moment> moments) {
    static final History NONE = new History(List.of());

    /** One look more than there are bars. */
    private static final int MOMENTS_MAX = 31;

    /** Rates are of so many steps: long enough for blocks a second to be calm, short enough to see a change. */
    private static final int RATE_STEPS = 10;

    History {
        moments = List.copyOf(moments);
    }

    /** @param nanos of a clock that never jumps */
    record Moment(long nanos, Look.Told told) {}

    History add(long nanos, Look look) {
        return switch (look) {
            case Look.Silent _ -> NONE;
            case Look.Told told -> {
                boolean isNew = moments.isEmpty()
                        || told.self().uptimeMillis()
                                < moments.getLast().told().self().uptimeMillis();
                List<Moment> kept = isNew
                        ? new ArrayList<>()
                        : new ArrayList<>(
                                moments.subList(Math.max(0, moments.size() + 1 - MOMENTS_MAX), moments.size()));
                kept.add(new Moment(nanos, told));
                yield new History(kept);
            }
        };
    }

    /** How fast a count rose lately, a second; empty before the second look. */
    OptionalDouble rate(ToLongFunction<Look.Told> count) {
        return moments.size() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        rate(moments.get(Math.max(0, moments.size() - 1 - RATE_STEPS)), moments.getLast(), count));
    }

    /** How fast a count rose between each look and the next, a second. */
    List<Double> rates(ToLongFunction<Look.Told> count) {
        return IntStream.range(1, moments.size())
                .mapToObj(i -> rate(moments.get(i - 1), moments.get(i), count))
                .toList();
    }

    /** What each look showed. */
    List<Double> values(ToLongFunction<Look.Told> value) {
        return moments.stream()
                .map(moment -> (double) value.applyAsLong(moment.told()))
                .toList();
    }

    private static double rate(Moment from, Moment to, ToLongFunction<Look.Told> count) {
        double seconds = Math.max(1, to.nanos() - from.nanos()) / 1e9;
        return Math.max(0, count.applyAsLong(to.told()) - count.applyAsLong(from.told())) / seconds;
    }
}
