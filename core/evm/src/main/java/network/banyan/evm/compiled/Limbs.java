// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

/**
 * What generated code calls: arithmetic on the limbs of words, least significant first, each function giving one limb of
 * a result. They are pure, small and mostly free of branches, so that HotSpot inlines them and computes once what several
 * of them share.
 */
public final class Limbs {
    private Limbs() {}

    /** The bit carried out of {@code a + b + carry = sum}. */
    public static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** The bit borrowed by {@code a - b - borrow = difference}. */
    public static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }

    /** 1 if the limb is zero, else 0. */
    public static long isZero(long x) {
        return ((x | -x) >>> 63) ^ 1;
    }

    /** Whether {@code a < b}, unsigned: 1 or 0. */
    public static long less(long a0, long a1, long a2, long a3, long b0, long b1, long b2, long b3) {
        long c = borrow(a0, b0, a0 - b0);
        c = borrow(a1, b1, a1 - b1 - c);
        c = borrow(a2, b2, a2 - b2 - c);
        return borrow(a3, b3, a3 - b3 - c);
    }

    /** Whether {@code a < b} for single limbs, unsigned: 1 or 0. */
    public static long less(long a, long b) {
        return borrow(a, b, a - b);
    }

    /** The second limb of a product. */
    public static long product1(long a0, long a1, long b0, long b1) {
        return Math.unsignedMultiplyHigh(a0, b0) + a0 * b1 + a1 * b0;
    }

    /** The third limb of a product. */
    public static long product2(long a0, long a1, long a2, long b0, long b1, long b2) {
        long high = Math.unsignedMultiplyHigh(a0, b0);
        long x = a0 * b1;
        long first = high + x;
        long y = a1 * b0;
        return carry(high, x, first)
                + carry(first, y, first + y)
                + Math.unsignedMultiplyHigh(a0, b1)
                + Math.unsignedMultiplyHigh(a1, b0)
                + a0 * b2
                + a1 * b1
                + a2 * b0;
    }

    /** The fourth limb of a product. */
    public static long product3(long a0, long a1, long a2, long a3, long b0, long b1, long b2, long b3) {
        long high = Math.unsignedMultiplyHigh(a0, b0);
        long x = a0 * b1;
        long sum = high + x;
        long column = carry(high, x, sum);
        x = a1 * b0;
        column += carry(sum, x, sum + x);
        long carries = Math.unsignedMultiplyHigh(a0, b2)
                + Math.unsignedMultiplyHigh(a1, b1)
                + Math.unsignedMultiplyHigh(a2, b0);
        x = Math.unsignedMultiplyHigh(a0, b1);
        sum = column + x;
        carries += carry(column, x, sum);
        x = Math.unsignedMultiplyHigh(a1, b0);
        column = sum + x;
        carries += carry(sum, x, column);
        x = a0 * b2;
        sum = column + x;
        carries += carry(column, x, sum);
        x = a1 * b1;
        column = sum + x;
        carries += carry(sum, x, column);
        x = a2 * b0;
        carries += carry(column, x, column + x);
        return carries + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;
    }

    /** {@code low << by} with what {@code below} shifts in; 0 to 63 bits. */
    private static long left(long below, long low, int by) {
        return low << by | below >>> 1 >>> (63 - by);
    }

    private static long right(long low, long above, int by) {
        return low >>> by | above << 1 << (63 - by);
    }

    /** Limb 0 to 3 of {@code x << (high, by)}. */
    public static long shiftLeft(int limb, long by, long high, long x0, long x1, long x2, long x3) {
        if (high != 0 || by < 0 || by > 255) {
            return 0;
        }
        int bits = (int) by & 63;
        int from = limb - (int) (by >>> 6);
        return switch (from) {
            case 0 -> left(0, x0, bits);
            case 1 -> left(x0, x1, bits);
            case 2 -> left(x1, x2, bits);
            case 3 -> left(x2, x3, bits);
            default -> 0;
        };
    }

    /** Limb 0 to 3 of {@code x >> (high, by)}, {@code fill} standing above x: 0 or -1. */
    public static long shiftRight(int limb, long by, long high, long x0, long x1, long x2, long x3, long fill) {
        if (high != 0 || by < 0 || by > 255) {
            return fill;
        }
        int bits = (int) by & 63;
        int from = limb + (int) (by >>> 6);
        return switch (from) {
            case 0 -> right(x0, x1, bits);
            case 1 -> right(x1, x2, bits);
            case 2 -> right(x2, x3, bits);
            case 3 -> right(x3, fill, bits);
            default -> fill;
        };
    }

    /** Byte {@code (high, index)} of a word, byte 0 being the most significant. */
    public static long byteAt(long index, long high, long x0, long x1, long x2, long x3) {
        if (high != 0 || index < 0 || index > 31) {
            return 0;
        }
        int limb = (int) index >>> 3;
        long holds = limb == 0 ? x3 : limb == 1 ? x2 : limb == 2 ? x1 : x0;
        return holds >>> (56 - 8 * ((int) index & 7)) & 0xff;
    }

    /** The number of zero bits above the highest one. */
    public static long leadingZeros(long x0, long x1, long x2, long x3) {
        if (x3 != 0) {
            return Long.numberOfLeadingZeros(x3);
        }
        if (x2 != 0) {
            return 64L + Long.numberOfLeadingZeros(x2);
        }
        return x1 != 0 ? 128L + Long.numberOfLeadingZeros(x1) : 192L + Long.numberOfLeadingZeros(x0);
    }

    /** {@code x / y} of single limbs, unsigned; 0 for a zero divisor. */
    public static long divide(long x, long y) {
        return y == 0 ? 0 : Long.divideUnsigned(x, y);
    }

    /** Whether the word is the two's complement of a number that fits a long, and not the least of these. */
    public static boolean isLong(long x0, long x1, long x2, long x3) {
        long sign = x0 >> 63;
        return ((x1 ^ sign) | (x2 ^ sign) | (x3 ^ sign)) == 0 && x0 != Long.MIN_VALUE;
    }

    /** {@code x / y}, rounding to zero; 0 for a zero divisor. */
    public static long divideSigned(long x, long y) {
        return y == 0 ? 0 : x / y;
    }

    /** {@code x % y} with the sign of x; 0 for a zero divisor. */
    public static long remainderSigned(long x, long y) {
        return y == 0 ? 0 : x % y;
    }

    /** {@code x % y} of single limbs, unsigned; 0 for a zero divisor. */
    public static long remainder(long x, long y) {
        return y == 0 ? 0 : Long.remainderUnsigned(x, y);
    }
}
