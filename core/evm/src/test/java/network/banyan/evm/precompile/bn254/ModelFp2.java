// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/** {@code a + b u} in plain integers: slow and obvious, to test against. */
record ModelFp2(BigInteger a, BigInteger b) {
    static final BigInteger P = Fp.MODULUS;
    static final ModelFp2 ONE = new ModelFp2(BigInteger.ONE, BigInteger.ZERO);
    static final ModelFp2 XI = of(9, 1);

    ModelFp2 {
        a = a.mod(P);
        b = b.mod(P);
    }

    static ModelFp2 of(long a, long b) {
        return new ModelFp2(BigInteger.valueOf(a), BigInteger.valueOf(b));
    }

    boolean isZero() {
        return a.signum() == 0 && b.signum() == 0;
    }

    ModelFp2 plus(ModelFp2 other) {
        return new ModelFp2(a.add(other.a), b.add(other.b));
    }

    ModelFp2 minus(ModelFp2 other) {
        return new ModelFp2(a.subtract(other.a), b.subtract(other.b));
    }

    ModelFp2 times(ModelFp2 other) {
        return new ModelFp2(
                a.multiply(other.a).subtract(b.multiply(other.b)),
                a.multiply(other.b).add(b.multiply(other.a)));
    }

    ModelFp2 inverse() {
        BigInteger norm = a.multiply(a).add(b.multiply(b)).modInverse(P);
        return new ModelFp2(a.multiply(norm), b.negate().multiply(norm));
    }

    ModelFp2 power(BigInteger exponent) {
        ModelFp2 result = ONE;
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            result = result.times(result);
            result = exponent.testBit(bit) ? result.times(this) : result;
        }
        return result;
    }

    /** A square root if there is one, else anything: {@code p^2} is 17 modulo 32, and 9 + u has no root. */
    ModelFp2 root() {
        BigInteger size = P.pow(2);
        ModelFp2 unity = XI.power(size.shiftRight(4));
        ModelFp2 guess = power(size.add(BigInteger.valueOf(15)).shiftRight(5));
        for (int i = 0; i < 16 && !guess.times(guess).equals(this); i++) {
            guess = guess.times(unity);
        }
        return guess;
    }
}
