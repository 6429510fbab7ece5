// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Reading;

/**
 * Strangers' digits as exact decimals with SenML units (RFC 8428, section 12.1). What is no plain decimal number, or lies
 * outside its quantity's range, is none.
 */
final class Quantities {
    /** More decimals than this are the noise of somebody's floats: a tenth of a millimetre, for degrees. */
    private static final int MAX_DECIMALS = 9;

    private static final int MAX_CHARACTERS = 40;

    private Quantities() {}

    static Optional<Reading> latitude(String degrees) {
        return of("lat", "lat", degrees, -90, 90);
    }

    static Optional<Reading> longitude(String degrees) {
        return of("lon", "lon", degrees, -180, 180);
    }

    /** Above mean sea level. */
    static Optional<Reading> altitude(String metres) {
        return of("altitude", "m", metres, -12_000, 100_000);
    }

    static Optional<Reading> speed(String metresPerSecond) {
        return of("speed", "m/s", metresPerSecond, 0, 12_000);
    }

    static Optional<Reading> temperature(String celsius) {
        return of("temperature", "Cel", celsius, -273, 5_000);
    }

    static Optional<Reading> of(String name, String unit, String text, long least, long most) {
        return decimal(text)
                .filter(value -> value.compareTo(BigDecimal.valueOf(least)) >= 0
                        && value.compareTo(BigDecimal.valueOf(most)) <= 0)
                .flatMap(value -> reading(name, unit, value));
    }

    /** Of any range. */
    static Optional<Reading> of(String name, String unit, String text) {
        return decimal(text).flatMap(value -> reading(name, unit, value));
    }

    private static Optional<Reading> reading(String name, String unit, BigDecimal value) {
        try {
            return Optional.of(new Reading(name, unit, value, 0));
        } catch (EvidenceFormatException outOfRange) {
            return Optional.empty();
        }
    }

    /** Digits with at most one point and a sign; no exponents, so that no short text stands for a long number. */
    static Optional<BigDecimal> decimal(String text) {
        String plain = text.strip();
        if (plain.length() > MAX_CHARACTERS || !plain.matches("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)")) {
            return Optional.empty();
        }
        var value = new BigDecimal(plain);
        return Optional.of(value.scale() > MAX_DECIMALS ? value.setScale(MAX_DECIMALS, RoundingMode.HALF_EVEN) : value);
    }
}
