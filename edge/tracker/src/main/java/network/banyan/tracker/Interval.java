// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time from one sample to the next, as a twin writes it: {@code 250ms}, {@code 5s}, {@code 10m}, {@code 1h}. */
record Interval(String text, long millis) {
    static final String FORM = "an interval is a text such as \"5s\", \"250ms\", \"10m\" or \"1h\", from 100ms to 24h";

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,7})(ms|s|m|h)");
    private static final long MIN_MILLIS = 100;
    private static final long MAX_MILLIS = TimeUnit.HOURS.toMillis(24);

    /** Empty if it is none, or out of its range. */
    static Optional<Interval> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        TimeUnit unit = switch (matcher.group(2)) {
            case "ms" -> TimeUnit.MILLISECONDS;
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            default -> TimeUnit.HOURS;
        };
        long millis = unit.toMillis(Long.parseLong(matcher.group(1)));
        return millis >= MIN_MILLIS && millis <= MAX_MILLIS
                ? Optional.of(new Interval(text, millis))
                : Optional.empty();
    }

    /** A source's own, whatever it is. */
    static Interval of(long millis) {
        return new Interval(millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms", millis);
    }
}
