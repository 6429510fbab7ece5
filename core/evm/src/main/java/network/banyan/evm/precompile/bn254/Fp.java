// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/**
 * An element of the base field, times 2^256 (Montgomery's form), as four limbs below the modulus, least first.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-196">EIP-196</a>
 */
record Fp(long l0, long l1, long l2, long l3) {
    static final BigInteger MODULUS =
            new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 16);

    private static final long P0 = 0x3c208c16d87cfd47L;
    private static final long P1 = 0x97816a916871ca8dL;
    private static final long P2 = 0xb85045b68181585dL;
    private static final long P3 = 0x30644e72e131a029L;

    /** {@code -1 / p mod 2^64}. */
    private static final long INVERSE = 0x87d20782e4866389L;

    static final Fp ZERO = new Fp(0, 0, 0, 0);
    static final Fp ONE = of(BigInteger.ONE);

    /** A number, reduced. */
    static Fp of(BigInteger value) {
        return limbs(value.shiftLeft(256).mod(MODULUS));
    }

    private static Fp limbs(BigInteger value) {
        return new Fp(
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
    }

    BigInteger toBigInteger() {
        // Multiplying by the plain 1 divides by 2^256.
        Fp plain = times(new Fp(1, 0, 0, 0));
        byte[] bytes = new byte[32];
        long[] limbs = {plain.l3, plain.l2, plain.l1, plain.l0};
        for (int i = 0; i < 32; i++) {
            bytes[i] = (byte) (limbs[i / 8] >>> (56 - 8 * (i % 8)));
        }
        return new BigInteger(1, bytes);
    }

    boolean isZero() {
        return (l0 | l1 | l2 | l3) == 0;
    }

    Fp plus(Fp other) {
        long s0 = l0 + other.l0;
        long c = carry(l0, other.l0, s0);
        long s1 = l1 + other.l1 + c;
        c = carry(l1, other.l1, s1);
        long s2 = l2 + other.l2 + c;
        c = carry(l2, other.l2, s2);
        // Both are below 2^254, so nothing is carried out.
        return reduced(s0, s1, s2, l3 + other.l3 + c);
    }

    Fp minus(Fp other) {
        long d0 = l0 - other.l0;
        long b = borrow(l0, other.l0, d0);
        long d1 = l1 - other.l1 - b;
        b = borrow(l1, other.l1, d1);
        long d2 = l2 - other.l2 - b;
        b = borrow(l2, other.l2, d2);
        long d3 = l3 - other.l3 - b;
        long mask = -borrow(l3, other.l3, d3);
        long r0 = d0 + (P0 & mask);
        long c = carry(d0, P0 & mask, r0);
        long r1 = d1 + (P1 & mask) + c;
        c = carry(d1, P1 & mask, r1);
        long r2 = d2 + (P2 & mask) + c;
        c = carry(d2, P2 & mask, r2);
        return new Fp(r0, r1, r2, d3 + (P3 & mask) + c);
    }

    Fp negate() {
        return ZERO.minus(this);
    }

    Fp twice() {
        return plus(this);
    }

    Fp square() {
        return times(this);
    }

    /** Montgomery's product, operand scanning; the modulus leaves two bits free, so no carry leaves the top limb. */
    Fp times(Fp other) {
        long t0 = 0;
        long t1 = 0;
        long t2 = 0;
        long t3 = 0;
        for (int i = 0; i < 4; i++) {
            long y = i == 0 ? other.l0 : i == 1 ? other.l1 : i == 2 ? other.l2 : other.l3;
            long a = high(l0, y, t0, 0);
            t0 += l0 * y;
            long m = t0 * INVERSE;
            long c = high(m, P0, t0, 0);
            long s = l1 * y + t1 + a;
            a = high(l1, y, t1, a);
            t0 = m * P1 + s + c;
            c = high(m, P1, s, c);
            s = l2 * y + t2 + a;
            a = high(l2, y, t2, a);
            t1 = m * P2 + s + c;
            c = high(m, P2, s, c);
            s = l3 * y + t3 + a;
            a = high(l3, y, t3, a);
            t2 = m * P3 + s + c;
            c = high(m, P3, s, c);
            t3 = a + c;
        }
        return reduced(t0, t1, t2, t3);
    }

    /** The high limb of {@code x * y + p + q}, which 128 bits always hold. */
    private static long high(long x, long y, long p, long q) {
        long low = x * y;
        long sum = low + p;
        return Math.unsignedMultiplyHigh(x, y) + carry(low, p, sum) + carry(sum, q, sum + q);
    }

    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }

    /** Takes the modulus off once if the value reaches it. */
    private static Fp reduced(long s0, long s1, long s2, long s3) {
        long d0 = s0 - P0;
        long b = borrow(s0, P0, d0);
        long d1 = s1 - P1 - b;
        b = borrow(s1, P1, d1);
        long d2 = s2 - P2 - b;
        b = borrow(s2, P2, d2);
        long d3 = s3 - P3 - b;
        long keep = -borrow(s3, P3, d3);
        return new Fp(
                (s0 & keep) | (d0 & ~keep),
                (s1 & keep) | (d1 & ~keep),
                (s2 & keep) | (d2 & ~keep),
                (s3 & keep) | (d3 & ~keep));
    }

    /** Zero for zero. */
    Fp inverse() {
        return isZero() ? ZERO : of(toBigInteger().modInverse(MODULUS));
    }
}
