// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import network.banyan.primitives.UInt256;

/**
 * An element of the base field, times 2^265 (Montgomery's form), in five signed limbs of 53 bits, least first. Written
 * over and over inside a computation; a constant is never written again. A result may be one of its operands.
 *
 * <p>Limbs have bits to spare, so that sums and differences neither carry nor reduce. What counts is an element's
 * <em>weight</em>: 1 for a product and for what {@link #settle} left, for a sum or difference the weights of its terms
 * together. A product takes factors whose weights multiply to at most 100, neither above 15; weights up to 120 settle.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-196">EIP-196</a>
 */
final class Fp {
    static final int BITS = 53;
    static final long MASK = (1L << BITS) - 1;

    static final BigInteger MODULUS =
            new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 16);

    private static final UInt256 LIMIT = UInt256.of(MODULUS);
    private static final Fp P = limbs(MODULUS);

    /** {@code 2^530}: what turns a number into Montgomery's form. */
    private static final Fp TO_MONTGOMERY =
            limbs(BigInteger.ONE.shiftLeft(2 * 5 * BITS).mod(MODULUS));

    private static final Fp PLAIN_ONE = limbs(BigInteger.ONE);

    /** {@code 2^(4 * 53 + 52) / p}, rounded: estimates how often the modulus goes into an element by its top limb. */
    private static final long PER_TOP_LIMB = 1354;

    private static final int PER_TOP_LIMB_BITS = 52;

    static final Fp ZERO = of(BigInteger.ZERO);
    static final Fp ONE = of(BigInteger.ONE);

    long l0;
    long l1;
    long l2;
    long l3;
    long l4;

    /** A number, reduced. */
    static Fp of(BigInteger value) {
        return limbs(value.shiftLeft(5 * BITS).mod(MODULUS));
    }

    private static Fp limbs(BigInteger value) {
        Fp limbs = new Fp();
        limbs.setLimbs(UInt256.of(value));
        return limbs;
    }

    private void setLimbs(UInt256 value) {
        l0 = value.d() & MASK;
        l1 = (value.d() >>> 53 | value.c() << 11) & MASK;
        l2 = (value.c() >>> 42 | value.b() << 22) & MASK;
        l3 = (value.b() >>> 31 | value.a() << 33) & MASK;
        l4 = value.a() >>> 20;
    }

    /** Becomes a number; false if the number is not below the modulus. */
    boolean setNumber(UInt256 value) {
        setLimbs(value);
        setProduct(this, TO_MONTGOMERY);
        return value.compareTo(LIMIT) < 0;
    }

    /** The number that this stands for, below the modulus. */
    UInt256 number() {
        Fp plain = new Fp();
        plain.setProduct(this, PLAIN_ONE);
        plain.makeUnique();
        return new UInt256(
                plain.l4 << 20 | plain.l3 >>> 33,
                plain.l3 << 31 | plain.l2 >>> 22,
                plain.l2 << 42 | plain.l1 >>> 11,
                plain.l1 << 53 | plain.l0);
    }

    void set(Fp x) {
        l0 = x.l0;
        l1 = x.l1;
        l2 = x.l2;
        l3 = x.l3;
        l4 = x.l4;
    }

    void setSum(Fp x, Fp y) {
        l0 = x.l0 + y.l0;
        l1 = x.l1 + y.l1;
        l2 = x.l2 + y.l2;
        l3 = x.l3 + y.l3;
        l4 = x.l4 + y.l4;
    }

    void setDifference(Fp x, Fp y) {
        l0 = x.l0 - y.l0;
        l1 = x.l1 - y.l1;
        l2 = x.l2 - y.l2;
        l3 = x.l3 - y.l3;
        l4 = x.l4 - y.l4;
    }

    /** @param factor small: it multiplies the weight, too */
    void setMultiple(Fp x, long factor) {
        l0 = x.l0 * factor;
        l1 = x.l1 * factor;
        l2 = x.l2 * factor;
        l3 = x.l3 * factor;
        l4 = x.l4 * factor;
    }

    void setProduct(Fp x, Fp y) {
        FpProduct.multiply(this, x, y);
    }

    void setSquare(Fp x) {
        FpProduct.square(this, x);
    }

    /** Zero for zero. */
    void setInverse(Fp x) {
        BigInteger number = x.number().toBigInteger();
        setNumber(UInt256.of(number.signum() == 0 ? number : number.modInverse(MODULUS)));
    }

    /** Stays the same element with weight 1: multiples of the modulus go, carries run. */
    void settle() {
        subtractModulus((l4 * PER_TOP_LIMB) >> PER_TOP_LIMB_BITS);
    }

    private void subtractModulus(long times) {
        long r0 = l0 - times * P.l0;
        long r1 = l1 - times * P.l1 + (r0 >> BITS);
        long r2 = l2 - times * P.l2 + (r1 >> BITS);
        long r3 = l3 - times * P.l3 + (r2 >> BITS);
        l0 = r0 & MASK;
        l1 = r1 & MASK;
        l2 = r2 & MASK;
        l3 = r3 & MASK;
        l4 += (r3 >> BITS) - times * P.l4;
    }

    /** Gets the limbs that only this element has: from zero to below the modulus. */
    private void makeUnique() {
        settle();
        if (l4 < 0) {
            subtractModulus(-1);
        }
        if (!isBelowModulus()) {
            subtractModulus(1);
        }
    }

    private boolean isBelowModulus() {
        long borrow = (l0 - P.l0) >> BITS;
        borrow = (l1 - P.l1 + borrow) >> BITS;
        borrow = (l2 - P.l2 + borrow) >> BITS;
        borrow = (l3 - P.l3 + borrow) >> BITS;
        return l4 - P.l4 + borrow < 0;
    }

    boolean isZero() {
        Fp unique = new Fp();
        unique.set(this);
        unique.makeUnique();
        return (unique.l0 | unique.l1 | unique.l2 | unique.l3 | unique.l4) == 0;
    }

    boolean isSame(Fp other) {
        Fp difference = new Fp();
        difference.setDifference(this, other);
        return difference.isZero();
    }
}
