// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.Optional;

/** A point of {@code y^2 = x^3 + 3} in Jacobian coordinates; {@code z = 0} at infinity. The curve is the whole group. */
public record G1(Fp x, Fp y, Fp z) {
    public static final G1 INFINITY = new G1(Fp.ONE, Fp.ONE, Fp.ZERO);

    private static final Fp THREE = Fp.of(BigInteger.valueOf(3));
    private static final int WINDOW_BITS = 4;

    /** The point with these coordinates, both zero at infinity; empty if they are too large or not on the curve. */
    public static Optional<G1> of(BigInteger x, BigInteger y) {
        if (x.compareTo(Fp.MODULUS) >= 0 || y.compareTo(Fp.MODULUS) >= 0) {
            return Optional.empty();
        }
        if (x.signum() == 0 && y.signum() == 0) {
            return Optional.of(INFINITY);
        }
        G1 point = new G1(Fp.of(x), Fp.of(y), Fp.ONE);
        Fp right = point.x.square().times(point.x).plus(THREE);
        return point.y.square().equals(right) ? Optional.of(point) : Optional.empty();
    }

    public boolean isInfinity() {
        return z.isZero();
    }

    public G1 plus(G1 other) {
        if (isInfinity()) {
            return other;
        }
        if (other.isInfinity()) {
            return this;
        }
        Fp zz = z.square();
        Fp otherZz = other.z.square();
        Fp u1 = x.times(otherZz);
        Fp u2 = other.x.times(zz);
        Fp s1 = y.times(otherZz).times(other.z);
        Fp s2 = other.y.times(zz).times(z);
        Fp h = u2.minus(u1);
        Fp r = s2.minus(s1);
        if (h.isZero()) {
            return r.isZero() ? twice() : INFINITY;
        }
        Fp hh = h.square();
        Fp hhh = hh.times(h);
        Fp v = u1.times(hh);
        Fp x3 = r.square().minus(hhh).minus(v.twice());
        return new G1(
                x3, r.times(v.minus(x3)).minus(s1.times(hhh)), z.times(other.z).times(h));
    }

    G1 twice() {
        Fp yy = y.square();
        Fp s = x.times(yy).twice().twice();
        Fp xx = x.square();
        Fp m = xx.twice().plus(xx);
        Fp x3 = m.square().minus(s.twice());
        Fp eightYyyy = yy.square().twice().twice().twice();
        return new G1(x3, m.times(s.minus(x3)).minus(eightYyyy), y.times(z).twice());
    }

    /** @param scalar not negative */
    public G1 times(BigInteger scalar) {
        G1[] multiples = new G1[1 << WINDOW_BITS];
        multiples[0] = INFINITY;
        for (int i = 1; i < multiples.length; i++) {
            multiples[i] = multiples[i - 1].plus(this);
        }
        G1 result = INFINITY;
        int windows = (scalar.bitLength() + WINDOW_BITS - 1) / WINDOW_BITS;
        for (int window = windows - 1; window >= 0; window--) {
            result = result.twice().twice().twice().twice();
            result = result.plus(
                    multiples[scalar.shiftRight(window * WINDOW_BITS).intValue() & ((1 << WINDOW_BITS) - 1)]);
        }
        return result;
    }

    /** With {@code z = 1}; not for infinity. */
    G1 toAffine() {
        Fp inverse = z.inverse();
        Fp square = inverse.square();
        return new G1(x.times(square), y.times(square).times(inverse), Fp.ONE);
    }

    /** The affine coordinates; both zero at infinity. */
    public BigInteger[] coordinates() {
        if (isInfinity()) {
            return new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO};
        }
        G1 affine = toAffine();
        return new BigInteger[] {affine.x.toBigInteger(), affine.y.toBigInteger()};
    }
}
