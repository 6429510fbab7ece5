// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A point of the twist {@code y^2 = x^3 + 3 / (9 + u)} in homogeneous coordinates {@code (x/z, y/z)}; {@code z = 0} at
 * infinity. Public construction checks that it lies in the group of the right order.
 */
public record G2(Fp2 x, Fp2 y, Fp2 z) {
    static final G2 INFINITY = new G2(Fp2.ZERO, Fp2.ONE, Fp2.ZERO);

    /** The twist's constant. */
    static final Fp2 B = new Fp2(Fp.of(BigInteger.valueOf(3)), Fp.ZERO).times(Fp2.XI.inverse());

    /** The curve's parameter: prime and order are polynomials in it. */
    static final long T = 4965661367192848881L;

    /** {@code 6 t^2}, which is p modulo the order. */
    private static final BigInteger SIX_T_SQUARED = BigInteger.valueOf(T).pow(2).multiply(BigInteger.valueOf(6));

    /** Coordinates {@code xa + xb u} and {@code ya + yb u}, all zero at infinity; empty if not in the group. */
    public static Optional<G2> of(BigInteger xa, BigInteger xb, BigInteger ya, BigInteger yb) {
        if (xa.max(xb).max(ya).max(yb).compareTo(Fp.MODULUS) >= 0) {
            return Optional.empty();
        }
        Fp2 x = new Fp2(Fp.of(xa), Fp.of(xb));
        Fp2 y = new Fp2(Fp.of(ya), Fp.of(yb));
        if (x.isZero() && y.isZero()) {
            return Optional.of(INFINITY);
        }
        G2 point = new G2(x, y, Fp2.ONE);
        boolean onCurve = y.square().equals(x.square().times(x).plus(B));
        return onCurve && point.isInGroup() ? Optional.of(point) : Optional.empty();
    }

    public boolean isInfinity() {
        return z.isZero();
    }

    /**
     * Whether {@code frobenius(Q) = 6 t^2 Q}. Frobenius solves {@code f^2 - (6 t^2 + 1) f + p = 0}, so this gives
     * {@code (p - 6 t^2) Q = 0}, and that number is the order.
     */
    private boolean isInGroup() {
        G2 left = frobenius();
        G2 right = times(SIX_T_SQUARED);
        return !right.isInfinity()
                && left.x.times(right.z).equals(right.x)
                && left.y.times(right.z).equals(right.y);
    }

    /** Raises an affine point's coordinates to the power p, brought back from the curve to the twist. */
    G2 frobenius() {
        return new G2(x.conjugate().times(Fp12.frobenius(2)), y.conjugate().times(Fp12.frobenius(3)), z);
    }

    G2 negate() {
        return new G2(x, y.negate(), z);
    }

    /** Of an affine point. */
    private G2 times(BigInteger scalar) {
        G2 result = this;
        for (int bit = scalar.bitLength() - 2; bit >= 0; bit--) {
            result = result.twice();
            if (scalar.testBit(bit)) {
                result = result.plusAffine(this);
            }
        }
        return result;
    }

    G2 twice() {
        Fp2 yy = y.square();
        Fp2 e = tripleB(z.square());
        Fp2 f = e.twice().plus(e);
        Fp2 yz = y.times(z);
        Fp2 ee = e.square();
        Fp2 twelveEe = ee.twice().plus(ee).twice().twice();
        return new G2(
                x.times(y).times(yy.minus(f)).twice(),
                yy.plus(f).square().minus(twelveEe),
                yy.times(yz).twice().twice().twice());
    }

    /** {@code 3 b s}. */
    static Fp2 tripleB(Fp2 s) {
        Fp2 bs = B.times(s);
        return bs.twice().plus(bs);
    }

    /** The sum with a point whose z is 1. */
    G2 plusAffine(G2 other) {
        if (isInfinity()) {
            return other;
        }
        Fp2 theta = y.minus(other.y.times(z));
        Fp2 lambda = x.minus(other.x.times(z));
        if (lambda.isZero()) {
            return theta.isZero() ? twice() : INFINITY;
        }
        Fp2 d = lambda.square();
        Fp2 e = lambda.times(d);
        Fp2 g = x.times(d);
        Fp2 h = e.plus(z.times(theta.square())).minus(g.twice());
        return new G2(lambda.times(h), theta.times(g.minus(h)).minus(e.times(y)), z.times(e));
    }
}
