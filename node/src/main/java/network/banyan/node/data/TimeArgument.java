// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it, as an argument. */
public final class TimeArgument implements ITypeConverter<Instant> {
    /** The end of the year 9999: as long as there are records. */
    static final Instant END = Instant.ofEpochSecond(253_402_300_800L);

    @Override
    public Instant convert(String text) {
        try {
            Instant time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            if (time.getEpochSecond() >= 0 && !time.isAfter(END)) {
                return time;
            }
        } catch (DateTimeException noTime) {
            // Told below.
        }
        throw new TypeConversionException(
                "a time is like 2026-11-21 or 2026-11-21T18:00:00Z, from 1970 on, not \"" + text + "\"");
    }
}
