// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The two sentences of NMEA 0183 that say where and when: RMC and GGA, of any talker. What a line must be to count: a dollar
 * sign, printable ASCII, a checksum that fits, and a fix that the receiver itself calls valid.
 */
sealed interface NmeaSentence {
    /** The standard allows 82 characters; some receivers write more decimals. */
    int MAX_CHARACTERS = 120;

    /** Of a second of arc these are three tenths of a millimetre; NMEA's minutes have no exact decimal degrees. */
    int DEGREE_DECIMALS = 8;

    /** UTC time of day, {@code hhmmss} or with decimals: what binds the sentences of one fix together. */
    String timeOfDay();

    /**
     * @param date {@code ddmmyy}
     * @param speed in m/s; empty if not stated
     */
    record Rmc(String timeOfDay, String date, BigDecimal latitude, BigDecimal longitude, Optional<BigDecimal> speed)
            implements NmeaSentence {}

    /** @param altitude in metres above mean sea level; empty if not stated */
    record Gga(String timeOfDay, BigDecimal latitude, BigDecimal longitude, Optional<BigDecimal> altitude)
            implements NmeaSentence {}

    /** What becomes of a line. */
    sealed interface Parsed {
        record Fix(NmeaSentence sentence) implements Parsed {}

        /** Well-formed and of no use here: another sentence, or no fix yet. */
        record Other() implements Parsed {}

        /** Damaged, or no NMEA at all. */
        record Refused() implements Parsed {}
    }

    static Parsed parse(String line) {
        int star = line.lastIndexOf('*');
        boolean isForm = line.length() <= MAX_CHARACTERS
                && line.startsWith("$")
                && star == line.length() - 3
                && line.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!isForm || checksum(line.substring(1, star)) != hex(line.substring(star + 1))) {
            return new Parsed.Refused();
        }
        String[] fields = line.substring(1, star).split(",", -1);
        String kind = fields[0].length() == 5 ? fields[0].substring(2) : "";
        return switch (kind) {
            case "RMC" -> fields.length >= 10 ? rmc(fields) : new Parsed.Refused();
            case "GGA" -> fields.length >= 15 ? gga(fields) : new Parsed.Refused();
            default -> new Parsed.Other();
        };
    }

    private static Parsed rmc(String[] fields) {
        if (!fields[2].equals("A")) {
            return new Parsed.Other();
        }
        Optional<BigDecimal> latitude = degrees(fields[3], 2, fields[4], "N", "S");
        Optional<BigDecimal> longitude = degrees(fields[5], 3, fields[6], "E", "W");
        boolean isWhole = isTime(fields[1]) && fields[9].matches("[0-9]{6}");
        if (!isWhole || latitude.isEmpty() || longitude.isEmpty()) {
            return new Parsed.Refused();
        }
        return new Parsed.Fix(new Rmc(fields[1], fields[9], latitude.get(), longitude.get(), knots(fields[7])));
    }

    private static Parsed gga(String[] fields) {
        if (fields[6].equals("0") || fields[6].isEmpty()) {
            return new Parsed.Other();
        }
        Optional<BigDecimal> latitude = degrees(fields[2], 2, fields[3], "N", "S");
        Optional<BigDecimal> longitude = degrees(fields[4], 3, fields[5], "E", "W");
        if (!isTime(fields[1]) || latitude.isEmpty() || longitude.isEmpty()) {
            return new Parsed.Refused();
        }
        Optional<BigDecimal> altitude = fields[10].equals("M") ? Quantities.decimal(fields[9]) : Optional.empty();
        return new Parsed.Fix(new Gga(fields[1], latitude.get(), longitude.get(), altitude));
    }

    private static boolean isTime(String field) {
        return field.matches("([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](\\.[0-9]{1,9})?");
    }

    /** {@code ddmm.mmmm} or {@code dddmm.mmmm} with its half of the globe. */
    private static Optional<BigDecimal> degrees(String field, int digits, String half, String plus, String minus) {
        boolean isForm = field.matches("[0-9]{%d}[0-5][0-9](\\.[0-9]{1,12})?".formatted(digits));
        if (!isForm || !(half.equals(plus) || half.equals(minus))) {
            return Optional.empty();
        }
        var whole = new BigDecimal(field.substring(0, digits));
        var minutes = new BigDecimal(field.substring(digits));
        BigDecimal degrees = whole.add(minutes.divide(BigDecimal.valueOf(60), DEGREE_DECIMALS, RoundingMode.HALF_EVEN));
        return Optional.of(half.equals(plus) ? degrees : degrees.negate())
                .filter(value -> value.abs().compareTo(BigDecimal.valueOf(digits == 2 ? 90 : 180)) <= 0);
    }

    /** A knot is 1,852 metres in an hour. */
    private static Optional<BigDecimal> knots(String field) {
        return Quantities.decimal(field)
                .map(knots -> knots.multiply(BigDecimal.valueOf(1_852))
                        .divide(BigDecimal.valueOf(3_600), 3, RoundingMode.HALF_EVEN));
    }

    private static int checksum(String content) {
        return content.chars().reduce(0, (sum, c) -> sum ^ c);
    }

    private static int hex(String two) {
        return two.matches("[0-9A-Fa-f]{2}") ? Integer.parseInt(two, 16) : -1;
    }
}
