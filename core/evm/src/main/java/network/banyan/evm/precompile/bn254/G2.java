// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.Optional;
import network.banyan.primitives.UInt256;

/**
 * A point of the twist {@code y^2 = x^3 + 3 / (9 + u)}, immutable. It need not lie in the group of the right order:
 * {@link Pairing} finds that out on its way.
 */
public final class G2 {
    /** The twist's constant. */
    static final Fp2 B = Fp2.of(Fp.ZERO, Fp.ZERO);

    static {
        B.setInverse(Fp2.XI);
        B.setProduct(B, Fp.of(BigInteger.valueOf(3)));
    }

    final Fp2 x;
    final Fp2 y;
    private final boolean infinity;

    private G2(Fp2 x, Fp2 y, boolean infinity) {
        this.x = x;
        this.y = y;
        this.infinity = infinity;
    }

    /** Coordinates {@code xa + xb u} and {@code ya + yb u}, all zero at infinity; empty if too large or not on the twist. */
    public static Optional<G2> of(UInt256 xa, UInt256 xb, UInt256 ya, UInt256 yb) {
        Scratch scratch = new Scratch();
        Fp2 x = new Fp2(scratch);
        Fp2 y = new Fp2(scratch);
        boolean below = x.a.setNumber(xa) && x.b.setNumber(xb) && y.a.setNumber(ya) && y.b.setNumber(yb);
        boolean infinity = xa.isZero() && xb.isZero() && ya.isZero() && yb.isZero();
        G2 point = new G2(x, y, infinity);
        return below && (infinity || point.isOnTwist(scratch)) ? Optional.of(point) : Optional.empty();
    }

    private boolean isOnTwist(Scratch scratch) {
        Fp2 right = new Fp2(scratch);
        right.setSquare(x);
        right.setProduct(right, x);
        right.setSum(right, B);
        Fp2 left = new Fp2(scratch);
        left.setSquare(y);
        return left.isSame(right);
    }

    public boolean isInfinity() {
        return infinity;
    }

    /** Raises the coordinates to the power p, brought back from the curve to the twist. */
    G2 frobenius(Scratch scratch) {
        Fp2 imageX = new Fp2(scratch);
        Fp2 imageY = new Fp2(scratch);
        Frobenius.apply(imageX, x, 2);
        Frobenius.apply(imageY, y, 3);
        return new G2(imageX, imageY, infinity);
    }

    G2 negate(Scratch scratch) {
        Fp2 negated = new Fp2(scratch);
        negated.setMultiple(y, -1);
        return new G2(x, negated, infinity);
    }
}
