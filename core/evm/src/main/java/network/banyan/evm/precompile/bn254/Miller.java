// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

/**
 * One pair in Miller's loop: the multiples of Q and the lines through them, taken at P and multiplied into the function.
 * A line is {@code k + l w + m v w}, up to factors that the final exponentiation removes.
 */
final class Miller {
    private final G2 q;
    private final G2 minusQ;
    private final Fp px;
    private final Fp py;
    private final boolean counts;
    private final Scratch scratch;

    /** The multiple reached, in homogeneous coordinates {@code (x/z, y/z)}. */
    private final Fp2 x;

    private final Fp2 y;
    private final Fp2 z;

    /** @param q not infinity; with p at infinity, lines do not count, and only the walk matters */
    Miller(G1 p, G2 q, Scratch scratch) {
        this.q = q;
        this.minusQ = q.negate(scratch);
        this.counts = !p.isInfinity();
        G1 affine = counts ? p.affine() : p;
        this.px = affine.x;
        this.py = affine.y;
        this.scratch = scratch;
        x = new Fp2(scratch);
        y = new Fp2(scratch);
        z = new Fp2(scratch);
        x.set(q.x);
        y.set(q.y);
        z.set(Fp2.ONE);
    }

    /** Doubles the multiple and multiplies by the tangent in it. */
    void twice(Fp12 f, Steps s) {
        s.yy.setSquare(y);
        s.e.setSquare(z);
        s.e.setProduct(s.e, G2.B);
        s.e.setMultiple(s.e, 3);
        s.e.settle();
        s.g.setProduct(y, z);
        if (counts) {
            s.k.setMultiple(s.g, 2);
            s.k.setProduct(s.k, py);
            s.l.setSquare(x);
            s.l.setMultiple(s.l, -3);
            s.l.setProduct(s.l, px);
            s.m.setDifference(s.yy, s.e);
            f.multiplyByLine(s.k, s.l, s.m);
        }
        // With e = 3 b z^2 and h = 3 e: x = 2 x y (yy - h), y = (yy + h)^2 - 12 e^2, z = 8 yy y z.
        s.h.setMultiple(s.e, 3);
        x.setProduct(x, y);
        y.setSum(s.yy, s.h);
        y.setSquare(y);
        s.h.setDifference(s.yy, s.h);
        x.setProduct(x, s.h);
        x.setMultiple(x, 2);
        s.e.setSquare(s.e);
        s.e.setMultiple(s.e, 12);
        y.setDifference(y, s.e);
        z.setProduct(s.yy, s.g);
        z.setMultiple(z, 8);
        settle();
    }

    /** Adds q, or subtracts it, and multiplies by the line through both. */
    void add(Fp12 f, Steps s, int sign) {
        add(f, s, sign > 0 ? q : minusQ);
    }

    /** The two last additions: of {@code frobenius(Q)} and {@code -frobenius^2(Q)}. */
    void finish(Fp12 f, Steps s) {
        G2 first = q.frobenius(scratch);
        add(f, s, first);
        add(f, s, first.frobenius(scratch).negate(scratch));
    }

    private void add(Fp12 f, Steps s, G2 point) {
        s.theta.setProduct(point.y, z);
        s.theta.setDifference(y, s.theta);
        s.lambda.setProduct(point.x, z);
        s.lambda.setDifference(x, s.lambda);
        if (counts) {
            s.k.setProduct(s.lambda, py);
            s.l.setMultiple(s.theta, -1);
            s.l.setProduct(s.l, px);
            s.m.setProduct(s.theta, point.x);
            s.e.setProduct(s.lambda, point.y);
            s.m.setDifference(s.m, s.e);
            f.multiplyByLine(s.k, s.l, s.m);
        }
        // With e = lambda^3, g = x lambda^2, h = e + z theta^2 - 2 g:
        // x = lambda h, y = theta (g - h) - e y, z = z e.
        s.g.setSquare(s.lambda);
        s.e.setProduct(s.lambda, s.g);
        s.g.setProduct(x, s.g);
        s.h.setSquare(s.theta);
        s.h.setProduct(z, s.h);
        s.h.setSum(s.h, s.e);
        s.yy.setMultiple(s.g, 2);
        s.h.setDifference(s.h, s.yy);
        x.setProduct(s.lambda, s.h);
        s.g.setDifference(s.g, s.h);
        s.g.setProduct(s.theta, s.g);
        y.setProduct(s.e, y);
        y.setDifference(s.g, y);
        z.setProduct(z, s.e);
        settle();
    }

    private void settle() {
        x.settle();
        y.settle();
        z.settle();
    }

    /**
     * Whether Q lies in the group, once the loop is over: whether the multiple reached is {@code -frobenius^3(Q)}.
     *
     * <p>On the twist frobenius solves {@code f^2 - (6 t^2 + 1) f + p = 0}. That {@code (6 t + 2) + f - f^2 + f^3} takes Q to
     * infinity means that the resultant of both does, too, and of the twist's order it has only the group's prime order in
     * common. In the group f multiplies by p, a root of that polynomial. The additions are not complete, but where one
     * fails it leaves z zero for good, and in the group none does.
     */
    boolean endsInGroup(Steps s) {
        G2 expected = q.frobenius(scratch).frobenius(scratch).frobenius(scratch).negate(scratch);
        s.g.setProduct(expected.x, z);
        s.h.setProduct(expected.y, z);
        return !z.isZero() && x.isSame(s.g) && y.isSame(s.h);
    }

    /** Room for the intermediate results of a step, shared by all pairs. */
    static final class Steps {
        private final Fp2 k;
        private final Fp2 l;
        private final Fp2 m;
        private final Fp2 yy;
        private final Fp2 e;
        private final Fp2 g;
        private final Fp2 h;
        private final Fp2 theta;
        private final Fp2 lambda;

        Steps(Scratch scratch) {
            k = new Fp2(scratch);
            l = new Fp2(scratch);
            m = new Fp2(scratch);
            yy = new Fp2(scratch);
            e = new Fp2(scratch);
            g = new Fp2(scratch);
            h = new Fp2(scratch);
            theta = new Fp2(scratch);
            lambda = new Fp2(scratch);
        }
    }
}
