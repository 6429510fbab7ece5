// SPDX-License-Identifier: Apache-2.0
package network.banyan.readings;

import java.math.BigDecimal;
import network.banyan.application.Refused;
import network.banyan.application.Slots;
import network.banyan.contracts.AbiValue;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What is kept of a quantity, one word of four numbers. Values are in millionths of the unit and exact.
 *
 * @param count of readings, 0 before the first
 */
record Quantity(long count, long least, long most, long last) {
    private static final int DECIMALS = 6;

    static Hash slot(Hash device, String name) {
        return Slots.of("quantity", device, Readings.nameKey(name));
    }

    static Quantity of(Hash word) {
        return new Quantity(word.a(), word.b(), word.c(), word.d());
    }

    Hash word() {
        return new Hash(count, least, most, last);
    }

    Quantity after(Reading reading) {
        long value = millionths(reading);
        return count == 0
                ? new Quantity(1, value, value, value)
                : new Quantity(count + 1, Math.min(least, value), Math.max(most, value), value);
    }

    private static long millionths(Reading reading) {
        BigDecimal value = reading.value();
        // Trailing zeros state a precision; the number is the same without them.
        BigDecimal scaled = value.stripTrailingZeros().movePointRight(DECIMALS);
        if (scaled.scale() > 0 || scaled.toBigInteger().bitLength() >= Long.SIZE) {
            throw new Refused("%s is no number of millionths of 64 bits".formatted(reading.name()));
        }
        return scaled.longValueExact();
    }

    Bytes encoded() {
        return AbiValue.encoded(signed(count), signed(least), signed(most), signed(last));
    }

    private static AbiValue signed(long number) {
        long sign = number >> 63;
        return AbiValue.of(new Hash(sign, sign, sign, number));
    }
}
