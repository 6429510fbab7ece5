// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of the chain, in words. */
final class Times {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The last second with a year of four digits; contracts may say any number. */
    private static final long LAST = 253_402_300_799L;

    private Times() {}

    /** @param seconds since 1970 */
    static String at(long seconds) {
        return seconds < 0 || seconds > LAST ? "second " + seconds : FORM.format(Instant.ofEpochSecond(seconds));
    }

    static String lasting(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        if (seconds % 86_400 == 0) {
            return time.toDays() == 1 ? "1 day" : time.toDays() + " days";
        }
        if (seconds % 3_600 == 0) {
            return time.toHours() == 1 ? "1 hour" : time.toHours() + " hours";
        }
        return seconds + " seconds";
    }
}
