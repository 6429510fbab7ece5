// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Times in documents: dateTimeStamp of XML Schema 1.1, part 2, section 3.4.28. */
public final class Times {
    private static final Pattern STAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private Times() {}

    /**
     * @param seconds since 1970
     * @throws IdentityException if the time is after the year 9999
     */
    public static String text(long seconds) {
        if (seconds < 0 || seconds > 253_402_300_799L) {
            throw IdentityException.of("%d seconds after 1970 is no time", seconds);
        }
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).format(FORM);
    }

    /**
     * The time in a field, in seconds since 1970 and rounded down; empty if there is no such field.
     *
     * @throws IdentityException if it is no time
     */
    static OptionalLong in(JsonNode node, String name) {
        if (!node.has(name)) {
            return OptionalLong.empty();
        }
        String text = Json.text(node, name);
        try {
            if (STAMP.matcher(text).matches()) {
                return OptionalLong.of(OffsetDateTime.parse(text).toEpochSecond());
            }
        } catch (DateTimeException noSuchDay) {
            // Said below.
        }
        throw IdentityException.of("%s is no time such as 2026-11-21T09:30:00Z", name);
    }
}
