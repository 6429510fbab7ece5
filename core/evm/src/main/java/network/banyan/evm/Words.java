// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

/**
 * 256-bit words in a flat array, four limbs each, least significant limb first. A word is named by the index of its
 * first limb. Binary operations take their operands from {@code a} and {@code b} and leave the result in {@code b}.
 *
 * <p>Free of branches and allocation wherever that is possible, so that C2 inlines them into the interpreter's loop.
 */
final class Words {
    private Words() {}

    static void clear(long[] s, int x) {
        s[x] = 0;
        s[x + 1] = 0;
        s[x + 2] = 0;
        s[x + 3] = 0;
    }

    static void set(long[] s, int x, long low) {
        s[x] = low;
        s[x + 1] = 0;
        s[x + 2] = 0;
        s[x + 3] = 0;
    }

    static void copy(long[] s, int from, int to) {
        s[to] = s[from];
        s[to + 1] = s[from + 1];
        s[to + 2] = s[from + 2];
        s[to + 3] = s[from + 3];
    }

    static boolean isZero(long[] s, int x) {
        return (s[x] | s[x + 1] | s[x + 2] | s[x + 3]) == 0;
    }

    /** The bit carried out of {@code a + b = sum}. */
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** The bit borrowed by {@code a - b = difference}. */
    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }

    static void add(long[] s, int a, int b) {
        long a0 = s[a];
        long a1 = s[a + 1];
        long a2 = s[a + 2];
        long b0 = s[b];
        long b1 = s[b + 1];
        long b2 = s[b + 2];
        long r0 = a0 + b0;
        long c0 = carry(a0, b0, r0);
        long r1 = a1 + b1 + c0;
        long c1 = carry(a1, b1, r1);
        long r2 = a2 + b2 + c1;
        long c2 = carry(a2, b2, r2);
        s[b] = r0;
        s[b + 1] = r1;
        s[b + 2] = r2;
        s[b + 3] = s[a + 3] + s[b + 3] + c2;
    }

    /** {@code a - b}. */
    static void subtract(long[] s, int a, int b) {
        long a0 = s[a];
        long a1 = s[a + 1];
        long a2 = s[a + 2];
        long b0 = s[b];
        long b1 = s[b + 1];
        long b2 = s[b + 2];
        long r0 = a0 - b0;
        long c0 = borrow(a0, b0, r0);
        long r1 = a1 - b1 - c0;
        long c1 = borrow(a1, b1, r1);
        long r2 = a2 - b2 - c1;
        long c2 = borrow(a2, b2, r2);
        s[b] = r0;
        s[b + 1] = r1;
        s[b + 2] = r2;
        s[b + 3] = s[a + 3] - s[b + 3] - c2;
    }

    static void multiply(long[] s, int a, int b) {
        long a0 = s[a];
        long b0 = s[b];
        if ((s[a + 1] | s[a + 2] | s[a + 3] | s[b + 1] | s[b + 2] | s[b + 3]) == 0) {
            s[b] = a0 * b0;
            s[b + 1] = Math.unsignedMultiplyHigh(a0, b0);
            return;
        }
        multiplyLong(s, a, b);
    }

    private static void multiplyLong(long[] s, int a, int b) {
        long a0 = s[a];
        long a1 = s[a + 1];
        long a2 = s[a + 2];
        long a3 = s[a + 3];
        long b0 = s[b];
        long b1 = s[b + 1];
        long b2 = s[b + 2];
        long b3 = s[b + 3];
        // Row by row; (hi, lo) = a_i * b_j + what stands there + carry never overflows 128 bits.
        long r0 = a0 * b0;
        long k = Math.unsignedMultiplyHigh(a0, b0);
        long p = a1 * b0;
        long r1 = p + k;
        k = Math.unsignedMultiplyHigh(a1, b0) + carry(p, k, r1);
        p = a2 * b0;
        long r2 = p + k;
        k = Math.unsignedMultiplyHigh(a2, b0) + carry(p, k, r2);
        long r3 = a3 * b0 + k;

        p = a0 * b1;
        long t = r1 + p;
        k = Math.unsignedMultiplyHigh(a0, b1) + carry(r1, p, t);
        r1 = t;
        p = a1 * b1;
        t = r2 + p;
        long u = t + k;
        k = Math.unsignedMultiplyHigh(a1, b1) + carry(r2, p, t) + carry(t, k, u);
        r2 = u;
        r3 += a2 * b1 + k;

        p = a0 * b2;
        t = r2 + p;
        k = Math.unsignedMultiplyHigh(a0, b2) + carry(r2, p, t);
        r2 = t;
        r3 += a1 * b2 + a0 * b3 + k;

        s[b] = r0;
        s[b + 1] = r1;
        s[b + 2] = r2;
        s[b + 3] = r3;
    }

    /** Two's complement. */
    static void negate(long[] s, int x) {
        long carry = 1;
        for (int i = 0; i < 4; i++) {
            long limb = ~s[x + i] + carry;
            carry = carry == 1 && limb == 0 ? 1 : 0;
            s[x + i] = limb;
        }
    }

    /** Whether {@code a < b}, unsigned: 1 or 0. */
    static long less(long[] s, int a, int b) {
        return lastBorrow(s, a, b, s[a + 3], s[b + 3]);
    }

    /** Whether {@code a < b} as two's complement: 1 or 0. */
    static long lessSigned(long[] s, int a, int b) {
        return lastBorrow(s, a, b, s[a + 3] ^ Long.MIN_VALUE, s[b + 3] ^ Long.MIN_VALUE);
    }

    private static long lastBorrow(long[] s, int a, int b, long a3, long b3) {
        long c = borrow(s[a], s[b], s[a] - s[b]);
        c = borrow(s[a + 1], s[b + 1], s[a + 1] - s[b + 1] - c);
        c = borrow(s[a + 2], s[b + 2], s[a + 2] - s[b + 2] - c);
        return borrow(a3, b3, a3 - b3 - c);
    }

    static boolean equal(long[] s, int a, int b) {
        return ((s[a] ^ s[b]) | (s[a + 1] ^ s[b + 1]) | (s[a + 2] ^ s[b + 2]) | (s[a + 3] ^ s[b + 3])) == 0;
    }

    /** Byte {@code a} of {@code b}, byte 0 being the most significant. */
    static void byteAt(long[] s, int a, int b) {
        long index = s[a];
        boolean inside = (s[a + 1] | s[a + 2] | s[a + 3]) == 0 && index >= 0 && index < 32;
        set(s, b, inside ? s[b + 3 - (int) (index >>> 3)] >>> (56 - 8 * (index & 7)) & 0xff : 0);
    }

    /** Extends the sign of the {@code a + 1} low bytes of {@code b}. */
    static void signExtend(long[] s, int a, int b) {
        long index = s[a];
        if ((s[a + 1] | s[a + 2] | s[a + 3]) != 0 || index < 0 || index > 30) {
            return;
        }
        int bit = (int) (8 * index + 7);
        int limb = bit >>> 6;
        int unused = 63 - (bit & 63);
        long extended = s[b + limb] << unused >> unused;
        s[b + limb] = extended;
        for (int i = limb + 1; i < 4; i++) {
            s[b + i] = extended >> 63;
        }
    }

    /** Whether {@code a} is a shift that leaves anything: below 256. */
    private static boolean isShift(long[] s, int a) {
        return (s[a + 1] | s[a + 2] | s[a + 3] | (s[a] & ~255L)) == 0;
    }

    /** {@code b << a}. */
    static void shiftLeft(long[] s, int a, int b) {
        if (!isShift(s, a)) {
            clear(s, b);
            return;
        }
        int by = (int) s[a];
        long x0 = s[b];
        long x1 = s[b + 1];
        long x2 = s[b + 2];
        long x3 = s[b + 3];
        for (int limbs = by >>> 6; limbs > 0; limbs--) {
            x3 = x2;
            x2 = x1;
            x1 = x0;
            x0 = 0;
        }
        int bits = by & 63;
        // x >>> 1 >>> (63 - bits) is x >>> (64 - bits) that also holds for bits = 0.
        s[b] = x0 << bits;
        s[b + 1] = x1 << bits | x0 >>> 1 >>> (63 - bits);
        s[b + 2] = x2 << bits | x1 >>> 1 >>> (63 - bits);
        s[b + 3] = x3 << bits | x2 >>> 1 >>> (63 - bits);
    }

    /** {@code b >>> a}. */
    static void shiftRight(long[] s, int a, int b) {
        shiftRight(s, a, b, 0);
    }

    /** {@code b >> a}, keeping the sign. */
    static void shiftRightSigned(long[] s, int a, int b) {
        shiftRight(s, a, b, s[b + 3] >> 63);
    }

    private static void shiftRight(long[] s, int a, int b, long fill) {
        long x0 = s[b];
        long x1 = s[b + 1];
        long x2 = s[b + 2];
        long x3 = s[b + 3];
        boolean inside = isShift(s, a);
        int by = inside ? (int) s[a] : 255;
        for (int limbs = inside ? by >>> 6 : 4; limbs > 0; limbs--) {
            x0 = x1;
            x1 = x2;
            x2 = x3;
            x3 = fill;
        }
        int bits = by & 63;
        s[b] = x0 >>> bits | x1 << 1 << (63 - bits);
        s[b + 1] = x1 >>> bits | x2 << 1 << (63 - bits);
        s[b + 2] = x2 >>> bits | x3 << 1 << (63 - bits);
        s[b + 3] = x3 >>> bits | fill << 1 << (63 - bits);
    }

    /** The number of zero bits above the highest one: 256 for zero (EIP-7939). */
    static void countLeadingZeros(long[] s, int x) {
        set(s, x, 256 - bitLength(s, x));
    }

    static int bitLength(long[] s, int x) {
        for (int i = 3; i >= 0; i--) {
            if (s[x + i] != 0) {
                return 64 * i + 64 - Long.numberOfLeadingZeros(s[x + i]);
            }
        }
        return 0;
    }
}
