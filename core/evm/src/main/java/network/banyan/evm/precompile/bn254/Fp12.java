// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/** {@code a + b w}, with {@code w^2 = v}: where pairings live. */
record Fp12(Fp6 a, Fp6 b) {
    static final Fp12 ONE = new Fp12(Fp6.ONE, Fp6.ZERO);

    /** {@code (9 + u) ^ (i (p - 1) / 6)}: what raising to the power p does to the i-th power of w. */
    private static final Fp2[] FROBENIUS = new Fp2[6];

    static {
        BigInteger sixth = Fp.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.valueOf(6));
        for (int i = 0; i < 6; i++) {
            FROBENIUS[i] = Fp2.XI.power(sixth.multiply(BigInteger.valueOf(i)));
        }
    }

    static Fp2 frobenius(int i) {
        return FROBENIUS[i];
    }

    Fp12 times(Fp12 other) {
        Fp6 aa = a.times(other.a);
        Fp6 bb = b.times(other.b);
        Fp6 cross = a.plus(b).times(other.a.plus(other.b));
        return new Fp12(aa.plus(bb.timesV()), cross.minus(aa).minus(bb));
    }

    Fp12 square() {
        Fp6 ab = a.times(b);
        Fp6 both = a.plus(b).times(a.plus(b.timesV()));
        return new Fp12(both.minus(ab).minus(ab.timesV()), ab.plus(ab));
    }

    /** Times a line {@code x + y w + z v w}. */
    Fp12 timesLine(Fp2 x, Fp2 y, Fp2 z) {
        Fp6 ax = a.times(x);
        Fp6 byz = b.timesSparse(y, z);
        Fp6 cross = a.plus(b).timesSparse(x.plus(y), z);
        return new Fp12(ax.plus(byz.timesV()), cross.minus(ax).minus(byz));
    }

    /** To the power p^6; the inverse, after the easy part of the final exponentiation. */
    Fp12 conjugate() {
        return new Fp12(a, b.negate());
    }

    /** To the power p. */
    Fp12 frobenius() {
        return new Fp12(
                new Fp6(
                        a.a().conjugate(),
                        a.b().conjugate().times(FROBENIUS[2]),
                        a.c().conjugate().times(FROBENIUS[4])),
                new Fp6(
                        b.a().conjugate().times(FROBENIUS[1]),
                        b.b().conjugate().times(FROBENIUS[3]),
                        b.c().conjugate().times(FROBENIUS[5])));
    }

    Fp12 inverse() {
        Fp6 norm = a.times(a).minus(b.times(b).timesV()).inverse();
        return new Fp12(a.times(norm), b.negate().times(norm));
    }

    /** @param exponent positive */
    Fp12 power(long exponent) {
        Fp12 result = this;
        for (int bit = 62 - Long.numberOfLeadingZeros(exponent); bit >= 0; bit--) {
            result = result.square();
            if ((exponent >>> bit & 1) != 0) {
                result = result.times(this);
            }
        }
        return result;
    }
}
