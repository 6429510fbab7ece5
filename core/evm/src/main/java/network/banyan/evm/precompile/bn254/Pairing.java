// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/** The product of optimal ate pairings, one pair after another; the final exponentiation is shared. */
public final class Pairing {
    /** {@code 6 t + 2}, the length of Miller's loop: 65 bits. */
    private static final BigInteger LOOP =
            BigInteger.valueOf(G2.T).multiply(BigInteger.valueOf(6)).add(BigInteger.TWO);

    private Fp12 product = Fp12.ONE;

    /** Multiplies the pairing of two points in. */
    public void add(G1 p, G2 q) {
        if (!p.isInfinity() && !q.isInfinity()) {
            product = product.times(new Miller(p.toAffine(), q).run());
        }
    }

    /** Whether the product of all pairings is one. */
    public boolean isOne() {
        return finalExponentiation(product).equals(Fp12.ONE);
    }

    /** Miller's loop: lines through multiples of q, taken at p and multiplied up. */
    private static final class Miller {
        private final Fp px;
        private final Fp py;
        private final G2 q;
        private G2 t;
        private Fp12 f = Fp12.ONE;

        Miller(G1 p, G2 q) {
            this.px = p.x();
            this.py = p.y();
            this.q = q;
            this.t = q;
        }

        Fp12 run() {
            for (int bit = LOOP.bitLength() - 2; bit >= 0; bit--) {
                f = f.square();
                tangent();
                if (LOOP.testBit(bit)) {
                    chord(q);
                }
            }
            G2 first = q.frobenius();
            chord(first);
            chord(first.frobenius().negate());
            return f;
        }

        /** The tangent in t, times what the final exponentiation removes; t is doubled. */
        private void tangent() {
            Fp2 yz = t.y().times(t.z());
            Fp2 xx = t.x().square();
            Fp2 constant = t.y().square().minus(G2.tripleB(t.z().square()));
            f = f.timesLine(yz.twice().times(py), xx.twice().plus(xx).times(px).negate(), constant);
            t = t.twice();
        }

        /** The line through t and a point, which is added to t. */
        private void chord(G2 point) {
            Fp2 theta = t.y().minus(point.y().times(t.z()));
            Fp2 lambda = t.x().minus(point.x().times(t.z()));
            Fp2 constant = theta.times(point.x()).minus(lambda.times(point.y()));
            f = f.timesLine(lambda.times(py), theta.times(px).negate(), constant);
            t = t.plusAffine(point);
        }
    }

    /** To the power {@code (p^12 - 1) / order}. */
    private static Fp12 finalExponentiation(Fp12 value) {
        Fp12 easy = value.conjugate().times(value.inverse());
        Fp12 f = easy.frobenius().frobenius().times(easy);
        return hardPart(f);
    }

    /** To the power {@code (p^4 - p^2 + 1) / order}, by Scott and others' chain of powers of t and p. */
    private static Fp12 hardPart(Fp12 f) {
        Fp12 ft = f.power(G2.T);
        Fp12 ft2 = ft.power(G2.T);
        Fp12 ft3 = ft2.power(G2.T);
        Fp12 fp = f.frobenius();
        Fp12 fp2 = fp.frobenius();
        Fp12 y0 = fp.times(fp2).times(fp2.frobenius());
        Fp12 y1 = f.conjugate();
        Fp12 y2 = ft2.frobenius().frobenius();
        Fp12 y3 = ft.frobenius().conjugate();
        Fp12 y4 = ft.times(ft2.frobenius()).conjugate();
        Fp12 y5 = ft2.conjugate();
        Fp12 y6 = ft3.times(ft3.frobenius()).conjugate();
        Fp12 t0 = y6.square().times(y4).times(y5);
        Fp12 t1 = y3.times(y5).times(t0);
        t0 = t0.times(y2);
        t1 = t1.square().times(t0).square();
        t0 = t1.times(y1);
        t1 = t1.times(y0);
        return t0.square().times(t1);
    }
}
