// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Arrays;

/**
 * Division of words of up to 512 bits, and what needs it. Holds scratch space, so one thread uses it at a time.
 *
 * <p>Source: Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D, in base 2^64; each digit of the
 * quotient by the reciprocal of Möller and Granlund, "Improved division by invariant integers" (2011), algorithms 3 and 4.
 */
final class Division {
    private static final short[] FIRST_BITS = firstBits();

    /** Numerator, one limb of room for its normalisation; holds the remainder afterwards. */
    private final long[] numerator = new long[9];

    private final long[] divisor = new long[4];
    private final long[] quotient = new long[9];

    /** {@code a / b} into {@code b}; zero for a zero divisor. */
    void divide(long[] s, int a, int b) {
        if (isSmall(s, a) && isSmall(s, b)) {
            s[b] = s[b] == 0 ? 0 : Long.divideUnsigned(s[a], s[b]);
            return;
        }
        if (Words.isZero(s, b)) {
            return;
        }
        load(s, a, b);
        run(4);
        System.arraycopy(quotient, 0, s, b, 4);
    }

    /** {@code a % b} into {@code b}; zero for a zero divisor. */
    void remainder(long[] s, int a, int b) {
        if (isSmall(s, a) && isSmall(s, b)) {
            s[b] = s[b] == 0 ? 0 : Long.remainderUnsigned(s[a], s[b]);
            return;
        }
        if (Words.isZero(s, b)) {
            return;
        }
        load(s, a, b);
        run(4);
        System.arraycopy(numerator, 0, s, b, 4);
    }

    /** As {@link #divide}, of two's complements, rounding to zero. Overwrites {@code a}. */
    void divideSigned(long[] s, int a, int b) {
        boolean negative = (s[a + 3] ^ s[b + 3]) < 0;
        makePositive(s, a);
        makePositive(s, b);
        divide(s, a, b);
        if (negative) {
            Words.negate(s, b);
        }
    }

    /** As {@link #remainder}, of two's complements, with the sign of {@code a}. Overwrites {@code a}. */
    void remainderSigned(long[] s, int a, int b) {
        boolean negative = s[a + 3] < 0;
        makePositive(s, a);
        makePositive(s, b);
        remainder(s, a, b);
        if (negative) {
            Words.negate(s, b);
        }
    }

    /** {@code (a + b) % m} into {@code m}, the sum taken without wrapping; zero for a zero modulus. */
    void addModulo(long[] s, int a, int b, int m) {
        if (Words.isZero(s, m)) {
            return;
        }
        long carry = 0;
        for (int i = 0; i < 4; i++) {
            long x = s[a + i];
            long y = s[b + i];
            long sum = x + y + carry;
            carry = ((x & y) | ((x | y) & ~sum)) >>> 63;
            numerator[i] = sum;
        }
        numerator[4] = carry;
        System.arraycopy(s, m, divisor, 0, 4);
        run(5);
        System.arraycopy(numerator, 0, s, m, 4);
    }

    /** {@code (a * b) % m} into {@code m}, the product taken without wrapping; zero for a zero modulus. */
    void multiplyModulo(long[] s, int a, int b, int m) {
        if (Words.isZero(s, m)) {
            return;
        }
        Arrays.fill(numerator, 0, 8, 0);
        for (int i = 0; i < 4; i++) {
            long x = s[a + i];
            long carry = 0;
            for (int j = 0; j < 4; j++) {
                long y = s[b + j];
                long low = x * y;
                long high = Math.unsignedMultiplyHigh(x, y);
                low += carry;
                high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
                long sum = numerator[i + j] + low;
                high += Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
                numerator[i + j] = sum;
                carry = high;
            }
            numerator[i + 4] = carry;
        }
        System.arraycopy(s, m, divisor, 0, 4);
        run(8);
        System.arraycopy(numerator, 0, s, m, 4);
    }

    private static boolean isSmall(long[] s, int x) {
        return (s[x + 1] | s[x + 2] | s[x + 3]) == 0;
    }

    private static void makePositive(long[] s, int x) {
        if (s[x + 3] < 0) {
            Words.negate(s, x);
        }
    }

    private void load(long[] s, int a, int b) {
        System.arraycopy(s, a, numerator, 0, 4);
        System.arraycopy(s, b, divisor, 0, 4);
    }

    /** Divides the first {@code limbs} of the numerator by the divisor, which is not zero. */
    private void run(int limbs) {
        int n = significant(divisor, 4);
        int m = significant(numerator, limbs);
        Arrays.fill(quotient, 0, 4, 0);
        if (m < n) {
            return;
        }
        int shift = Long.numberOfLeadingZeros(divisor[n - 1]);
        normalise(shift, n, m);
        long reciprocal = reciprocal(divisor[n - 1]);
        if (n == 1) {
            divideByOneLimb(m, reciprocal);
        } else {
            for (int j = m - n; j >= 0; j--) {
                quotient[j] = digit(j, n, reciprocal);
            }
        }
        restore(shift, n, limbs);
    }

    private static int significant(long[] limbs, int count) {
        int n = count;
        while (n > 0 && limbs[n - 1] == 0) {
            n--;
        }
        return n;
    }

    /** Shifts both so that the divisor's highest bit is set, as the reciprocal and step D3 want it. */
    private void normalise(int shift, int n, int m) {
        numerator[m] = numerator[m - 1] >>> 1 >>> (63 - shift);
        for (int i = m - 1; i > 0; i--) {
            numerator[i] = numerator[i] << shift | numerator[i - 1] >>> 1 >>> (63 - shift);
        }
        numerator[0] <<= shift;
        for (int i = n - 1; i > 0; i--) {
            divisor[i] = divisor[i] << shift | divisor[i - 1] >>> 1 >>> (63 - shift);
        }
        divisor[0] <<= shift;
    }

    /** Shifts the remainder back and clears what stands above it. */
    private void restore(int shift, int n, int limbs) {
        for (int i = 0; i < n - 1; i++) {
            numerator[i] = numerator[i] >>> shift | numerator[i + 1] << 1 << (63 - shift);
        }
        numerator[n - 1] >>>= shift;
        Arrays.fill(numerator, n, Math.max(limbs, 4), 0);
    }

    private void divideByOneLimb(int m, long reciprocal) {
        long d = divisor[0];
        long rest = numerator[m];
        for (int j = m - 1; j >= 0; j--) {
            long q = twoByOne(rest, numerator[j], d, reciprocal);
            rest = numerator[j] - q * d;
            quotient[j] = q;
        }
        numerator[0] = rest;
    }

    /** Steps D3 to D6: one digit of the quotient, subtracted from the numerator. */
    private long digit(int j, int n, long reciprocal) {
        long d = divisor[n - 1];
        long u2 = numerator[j + n];
        long u1 = numerator[j + n - 1];
        long guess;
        long rest;
        boolean restFits = true;
        if (u2 == d) {
            guess = -1;
            rest = u1 + d;
            restFits = Long.compareUnsigned(rest, d) >= 0;
        } else {
            guess = twoByOne(u2, u1, d, reciprocal);
            rest = u1 - guess * d;
        }
        while (restFits && exceeds(guess, divisor[n - 2], rest, numerator[j + n - 2])) {
            guess--;
            rest += d;
            restFits = Long.compareUnsigned(rest, d) >= 0;
        }
        if (subtract(guess, j, n)) {
            guess--;
            addBack(j, n);
        }
        return guess;
    }

    /** Whether {@code x * y > high:low}. */
    private static boolean exceeds(long x, long y, long high, long low) {
        int order = Long.compareUnsigned(Math.unsignedMultiplyHigh(x, y), high);
        return order > 0 || (order == 0 && Long.compareUnsigned(x * y, low) > 0);
    }

    /** Takes {@code digit * divisor} from the numerator at {@code j}; true if it became negative. */
    private boolean subtract(long digit, int j, int n) {
        long carry = 0;
        for (int i = 0; i < n; i++) {
            long low = digit * divisor[i];
            long high = Math.unsignedMultiplyHigh(digit, divisor[i]);
            low += carry;
            high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
            long before = numerator[i + j];
            numerator[i + j] = before - low;
            carry = high + (Long.compareUnsigned(before, low) < 0 ? 1 : 0);
        }
        long before = numerator[j + n];
        numerator[j + n] = before - carry;
        return Long.compareUnsigned(before, carry) < 0;
    }

    private void addBack(int j, int n) {
        long carry = 0;
        for (int i = 0; i < n; i++) {
            long x = numerator[i + j];
            long y = divisor[i];
            long sum = x + y + carry;
            carry = ((x & y) | ((x | y) & ~sum)) >>> 63;
            numerator[i + j] = sum;
        }
        numerator[j + n] += carry;
    }

    /** {@code floor(u1:u0 / d)} for {@code u1 < d}, d normalised. */
    private static long twoByOne(long u1, long u0, long d, long reciprocal) {
        long low = reciprocal * u1 + u0;
        long high = Math.unsignedMultiplyHigh(reciprocal, u1) + u1 + (Long.compareUnsigned(low, u0) < 0 ? 1 : 0) + 1;
        long rest = u0 - high * d;
        if (Long.compareUnsigned(rest, low) > 0) {
            high--;
            rest += d;
        }
        return Long.compareUnsigned(rest, d) >= 0 ? high + 1 : high;
    }

    /**
     * {@code floor((2^128 - 1) / d) - 2^64} for normalised d: eleven bits from a table, doubled three times by Newton's
     * iteration and corrected. Dividing by the processor would take several times as long. The paper's algorithm 3.
     */
    static long reciprocal(long d) {
        long low = d & 1;
        long top40 = (d >>> 24) + 1;
        long half = (d >>> 1) + low;
        long v0 = FIRST_BITS[(int) (d >>> 55) - 256];
        long v1 = (v0 << 11) - ((v0 * v0 * top40) >>> 40) - 1;
        long v2 = (v1 << 13) + ((v1 * ((1L << 60) - v1 * top40)) >>> 47);
        long error = ((v2 >>> 1) & -low) - v2 * half;
        long v3 = (v2 << 31) + (Math.unsignedMultiplyHigh(v2, error) >>> 1);
        long product = v3 * d;
        long carry = Long.compareUnsigned(product + d, d) < 0 ? 1 : 0;
        return v3 - Math.unsignedMultiplyHigh(v3, d) - carry - d;
    }

    /** By the divisor's nine highest bits, of which the highest is set. */
    private static short[] firstBits() {
        short[] table = new short[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (short) (((1 << 19) - 3 * (1 << 8)) / (256 + i));
        }
        return table;
    }
}
