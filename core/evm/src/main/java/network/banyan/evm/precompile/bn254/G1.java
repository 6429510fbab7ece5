// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.Optional;
import network.banyan.primitives.UInt256;

/** A point of {@code y^2 = x^3 + 3}, immutable. The curve is the whole group. */
public final class G1 {
    private static final Fp THREE = Fp.of(BigInteger.valueOf(3));
    private static final int WINDOW_BITS = 5;

    /** Homogeneous coordinates {@code (x/z, y/z)}: {@code (0, y, 0)} at infinity. */
    final Fp x = new Fp();

    final Fp y = new Fp();
    final Fp z = new Fp();

    G1(Fp x, Fp y, Fp z) {
        this.x.set(x);
        this.y.set(y);
        this.z.set(z);
    }

    /** The point with these coordinates, both zero at infinity; empty if they are too large or not on the curve. */
    public static Optional<G1> of(UInt256 x, UInt256 y) {
        if (x.isZero() && y.isZero()) {
            return Optional.of(new G1(Fp.ZERO, Fp.ONE, Fp.ZERO));
        }
        G1 point = new G1(Fp.ZERO, Fp.ZERO, Fp.ONE);
        boolean below = point.x.setNumber(x) && point.y.setNumber(y);
        return below && point.isOnCurve() ? Optional.of(point) : Optional.empty();
    }

    private boolean isOnCurve() {
        Fp right = new Fp();
        right.setSquare(x);
        right.setProduct(right, x);
        right.setSum(right, THREE);
        Fp left = new Fp();
        left.setSquare(y);
        return left.isSame(right);
    }

    public boolean isInfinity() {
        return z.isZero();
    }

    public G1 plus(G1 other) {
        G1Sum sum = new G1Sum(this);
        sum.add(other);
        return sum.point();
    }

    /**
     * The multiple, as {@code low P + high lambda P} with both halves of the scalar short and doublings shared.
     *
     * @param scalar not negative
     */
    public G1 times(BigInteger scalar) {
        Endomorphism.Halves halves = Endomorphism.split(scalar);
        G1[] low = oddMultiples();
        G1[] high = new G1[low.length];
        for (int i = 0; i < low.length; i++) {
            high[i] = Endomorphism.apply(low[i]);
        }
        byte[] lowDigits = SignedDigits.of(halves.low().abs(), WINDOW_BITS);
        byte[] highDigits = SignedDigits.of(halves.high().abs(), WINDOW_BITS);
        G1Sum sum = new G1Sum(new G1(Fp.ZERO, Fp.ONE, Fp.ZERO));
        for (int i = Math.max(lowDigits.length, highDigits.length) - 1; i >= 0; i--) {
            sum.twice();
            addDigit(sum, low, lowDigits, i, halves.low().signum());
            addDigit(sum, high, highDigits, i, halves.high().signum());
        }
        return sum.point();
    }

    private G1[] oddMultiples() {
        G1[] multiples = new G1[1 << (WINDOW_BITS - 2)];
        G1Sum sum = new G1Sum(this);
        sum.twice();
        G1 twice = sum.point();
        multiples[0] = this;
        for (int i = 1; i < multiples.length; i++) {
            multiples[i] = multiples[i - 1].plus(twice);
        }
        return multiples;
    }

    private static void addDigit(G1Sum sum, G1[] oddMultiples, byte[] digits, int at, int sign) {
        int digit = at < digits.length ? digits[at] * sign : 0;
        if (digit > 0) {
            sum.add(oddMultiples[digit >> 1]);
        } else if (digit < 0) {
            sum.subtract(oddMultiples[-digit >> 1]);
        }
    }

    /** The same with {@code z = 1}; not for infinity. */
    G1 affine() {
        Fp inverse = new Fp();
        inverse.setInverse(z);
        G1 affine = new G1(x, y, Fp.ONE);
        affine.x.setProduct(x, inverse);
        affine.y.setProduct(y, inverse);
        return affine;
    }

    /** Writes both coordinates, 32 bytes each, the most significant first; zeros at infinity. */
    public void writeTo(byte[] bytes, int from) {
        boolean infinity = isInfinity();
        G1 affine = infinity ? this : affine();
        (infinity ? UInt256.ZERO : affine.x.number()).writeTo(bytes, from);
        (infinity ? UInt256.ZERO : affine.y.number()).writeTo(bytes, from + 32);
    }
}
