// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import java.util.HexFormat;

/** Hexadecimal text as Ethereum writes it: lower case, two digits a byte, {@code 0x} in front. */
public final class Hex {
    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {}

    public static String encode(byte[] bytes) {
        return "0x" + LOWER.formatHex(bytes);
    }

    /**
     * Reads an even number of hex digits of either case, with or without {@code 0x}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static byte[] decode(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (digits.length() % 2 != 0) {
            throw new IllegalArgumentException("hex text has an odd number of digits");
        }
        return LOWER.parseHex(digits);
    }

    /** The big-endian {@code long} in the 16 digits from {@code from}. */
    static long longAt(String text, int from, int digits) {
        return Long.parseUnsignedLong(text, from, from + digits, 16);
    }
}
