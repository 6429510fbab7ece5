// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One measured value, as SenML means it (RFC 8428). The value is an exact decimal: 21.50 states two decimals and is not
 * 21.5, so that what a device shows, signs and what a reader prints are the same digits.
 *
 * @param name of the quantity within the device, 1 to 64 characters: letters, digits and {@code -:./_}, first a letter or
 *     digit
 * @param unit from the SenML units registry, such as {@code Cel}, {@code %RH}, {@code m/s}; at most 16 visible ASCII
 *     characters; empty for a bare number
 * @param value at most 18 decimals; all its digits as one number fit 64 bits
 * @param afterMillis when it was measured, counted from its record's time: 0 to a day in milliseconds
 */
public record Reading(String name, String unit, BigDecimal value, int afterMillis) {
    /** A record gathers what was measured within a day. */
    public static final int MAX_AFTER_MILLIS = 86_400_000;

    static final int MAX_DECIMALS = 18;
    private static final int MAX_NAME = 64;
    private static final int MAX_UNIT = 16;

    /**
     * @throws EvidenceFormatException if a part is outside its range
     */
    public Reading {
        require(!name.isEmpty() && name.length() <= MAX_NAME, "a reading's name has 1 to 64 characters");
        require(isAlphanumeric(name.charAt(0)), "a reading's name starts with a letter or a digit");
        require(name.chars().allMatch(Reading::isNameCharacter), "a reading's name has letters, digits and -:./_ only");
        require(
                unit.length() <= MAX_UNIT && unit.chars().allMatch(c -> c > ' ' && c <= '~'),
                "a unit has at most 16 visible ASCII characters");
        require(value.scale() >= 0 && value.scale() <= MAX_DECIMALS, "a value has 0 to 18 decimals");
        require(value.unscaledValue().bitLength() < Long.SIZE, "a value's digits fit 64 bits");
        require(
                afterMillis >= 0 && afterMillis <= MAX_AFTER_MILLIS,
                "a reading is measured at its record's time or within a day after");
    }

    /**
     * @param value in plain decimal digits, such as {@code -3.250}
     * @throws EvidenceFormatException if a part is outside its range
     */
    public static Reading of(String name, String unit, String value) {
        require(value.length() <= 24, "a value's digits fit 64 bits");
        require(value.chars().allMatch(c -> "-.0123456789".indexOf(c) >= 0), "a value is not a plain decimal number");
        try {
            return new Reading(name, unit, new BigDecimal(value), 0);
        } catch (NumberFormatException notANumber) {
            throw new EvidenceFormatException("a value is not a plain decimal number");
        }
    }

    static Reading of(String name, String unit, long digits, int decimals) {
        return new Reading(name, unit, new BigDecimal(BigInteger.valueOf(digits), decimals), 0);
    }

    /**
     * The same value, measured later within its record.
     *
     * @param millis after the record's time, 0 to a day
     * @throws EvidenceFormatException if it is outside its range
     */
    public Reading after(long millis) {
        require(
                millis >= 0 && millis <= MAX_AFTER_MILLIS,
                "a reading is measured within a day after its record's time");
        return new Reading(name, unit, value, (int) millis);
    }

    /** The value's digits without the point. */
    long digits() {
        return value.unscaledValue().longValueExact();
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isNameCharacter(int c) {
        return isAlphanumeric(c) || "-:./_".indexOf(c) >= 0;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new EvidenceFormatException(message);
        }
    }

    /** For people: {@code temperature 21.50 Cel}, or {@code temperature 21.55 Cel after 1.000 s}. */
    @Override
    public String toString() {
        String measured = name + " " + value.toPlainString() + (unit.isEmpty() ? "" : " " + unit);
        return afterMillis == 0 ? measured : measured + " after " + BigDecimal.valueOf(afterMillis, 3) + " s";
    }
}
