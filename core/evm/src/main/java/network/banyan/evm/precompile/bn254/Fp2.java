// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/** {@code a + b u}, with {@code u^2 = -1}. */
record Fp2(Fp a, Fp b) {
    static final Fp2 ZERO = new Fp2(Fp.ZERO, Fp.ZERO);
    static final Fp2 ONE = new Fp2(Fp.ONE, Fp.ZERO);

    /** {@code 9 + u}, of which the tower takes roots. */
    static final Fp2 XI = new Fp2(Fp.of(BigInteger.valueOf(9)), Fp.ONE);

    boolean isZero() {
        return a.isZero() && b.isZero();
    }

    Fp2 plus(Fp2 other) {
        return new Fp2(a.plus(other.a), b.plus(other.b));
    }

    Fp2 minus(Fp2 other) {
        return new Fp2(a.minus(other.a), b.minus(other.b));
    }

    Fp2 negate() {
        return new Fp2(a.negate(), b.negate());
    }

    Fp2 twice() {
        return plus(this);
    }

    Fp2 conjugate() {
        return new Fp2(a, b.negate());
    }

    /** Karatsuba: three products instead of four. */
    Fp2 times(Fp2 other) {
        Fp aa = a.times(other.a);
        Fp bb = b.times(other.b);
        Fp cross = a.plus(b).times(other.a.plus(other.b));
        return new Fp2(aa.minus(bb), cross.minus(aa).minus(bb));
    }

    Fp2 times(Fp factor) {
        return new Fp2(a.times(factor), b.times(factor));
    }

    Fp2 square() {
        return new Fp2(a.plus(b).times(a.minus(b)), a.times(b).twice());
    }

    /** {@code (9 + u) (a + b u)}. */
    Fp2 timesXi() {
        return new Fp2(nine(a).minus(b), nine(b).plus(a));
    }

    private static Fp nine(Fp x) {
        return x.twice().twice().twice().plus(x);
    }

    Fp2 inverse() {
        Fp norm = a.square().plus(b.square()).inverse();
        return new Fp2(a.times(norm), b.negate().times(norm));
    }

    Fp2 power(BigInteger exponent) {
        Fp2 result = ONE;
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            result = result.square();
            if (exponent.testBit(bit)) {
                result = result.times(this);
            }
        }
        return result;
    }
}
