// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.math.BigInteger;

/**
 * {@code a + b i} over the field of BLS12-381, {@code i^2 = -1}; an element of the base field has {@code b = 0}.
 */
record BlsFp2(BigInteger a, BigInteger b) {
    static final BigInteger MODULUS = new BigInteger(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", 16);

    static final BlsFp2 ZERO = new BlsFp2(BigInteger.ZERO, BigInteger.ZERO);
    static final BlsFp2 ONE = new BlsFp2(BigInteger.ONE, BigInteger.ZERO);

    /** {@code (p + 1) / 4}: an exponent that takes square roots, because p is 3 modulo 4. */
    private static final BigInteger ROOT = MODULUS.add(BigInteger.ONE).shiftRight(2);

    static BlsFp2 of(String hex) {
        return of(hex, "0");
    }

    static BlsFp2 of(String realHex, String imaginaryHex) {
        return new BlsFp2(new BigInteger(realHex, 16), new BigInteger(imaginaryHex, 16));
    }

    boolean isZero() {
        return a.signum() == 0 && b.signum() == 0;
    }

    BlsFp2 plus(BlsFp2 other) {
        return new BlsFp2(a.add(other.a).mod(MODULUS), b.add(other.b).mod(MODULUS));
    }

    BlsFp2 negate() {
        return new BlsFp2(a.negate().mod(MODULUS), b.negate().mod(MODULUS));
    }

    BlsFp2 times(BlsFp2 other) {
        if (b.signum() == 0 && other.b.signum() == 0) {
            return new BlsFp2(a.multiply(other.a).mod(MODULUS), BigInteger.ZERO);
        }
        return new BlsFp2(
                a.multiply(other.a).subtract(b.multiply(other.b)).mod(MODULUS),
                a.multiply(other.b).add(b.multiply(other.a)).mod(MODULUS));
    }

    BlsFp2 square() {
        return times(this);
    }

    /** Zero for zero. */
    BlsFp2 inverse() {
        if (isZero()) {
            return ZERO;
        }
        BigInteger norm = norm().modInverse(MODULUS);
        return new BlsFp2(
                a.multiply(norm).mod(MODULUS), b.negate().multiply(norm).mod(MODULUS));
    }

    private BigInteger norm() {
        return a.multiply(a).add(b.multiply(b)).mod(MODULUS);
    }

    /** The sign that RFC 9380, section 4.1, gives an element. */
    boolean isOdd() {
        return a.testBit(0) || (a.signum() == 0 && b.testBit(0));
    }

    /** What squares to this if anything in the base field does; for elements of it. */
    BlsFp2 rootInBaseField() {
        return new BlsFp2(a.modPow(ROOT, MODULUS), BigInteger.ZERO);
    }

    /** What squares to this if anything does, by the norm: {@code x^2 = (a + sqrt(a^2 + b^2)) / 2}, or with minus. */
    BlsFp2 root() {
        if (b.signum() == 0) {
            BlsFp2 real = rootInBaseField();
            boolean holds = real.square().equals(this);
            return holds ? real : new BlsFp2(BigInteger.ZERO, negate().rootInBaseField().a);
        }
        BigInteger length = norm().modPow(ROOT, MODULUS);
        BlsFp2 first = rootWithLength(length);
        return first.square().equals(this) ? first : rootWithLength(MODULUS.subtract(length));
    }

    private BlsFp2 rootWithLength(BigInteger length) {
        BigInteger half = MODULUS.add(BigInteger.ONE).shiftRight(1);
        BigInteger x = a.add(length).multiply(half).mod(MODULUS).modPow(ROOT, MODULUS);
        if (x.signum() == 0) {
            return ZERO;
        }
        BigInteger y = b.multiply(x.shiftLeft(1).modInverse(MODULUS)).mod(MODULUS);
        return new BlsFp2(x, y);
    }
}
