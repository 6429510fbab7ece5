// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

/**
 * {@code a + b v + c v^2}, with {@code v^3 = 9 + u}. Written like {@link Fp}; the weights of a product's factors multiply
 * to at most 6, and the product weighs up to 31 until it settles.
 */
final class Fp6 {
    final Fp2 a;
    final Fp2 b;
    final Fp2 c;
    private final Scratch scratch;

    Fp6(Scratch scratch) {
        this.scratch = scratch;
        a = new Fp2(scratch);
        b = new Fp2(scratch);
        c = new Fp2(scratch);
    }

    void set(Fp6 x) {
        a.set(x.a);
        b.set(x.b);
        c.set(x.c);
    }

    void setSum(Fp6 x, Fp6 y) {
        a.setSum(x.a, y.a);
        b.setSum(x.b, y.b);
        c.setSum(x.c, y.c);
    }

    void setDifference(Fp6 x, Fp6 y) {
        a.setDifference(x.a, y.a);
        b.setDifference(x.b, y.b);
        c.setDifference(x.c, y.c);
    }

    void setMultiple(Fp6 x, long factor) {
        a.setMultiple(x.a, factor);
        b.setMultiple(x.b, factor);
        c.setMultiple(x.c, factor);
    }

    /** Karatsuba on each pair of coefficients: six products instead of nine. */
    void setProduct(Fp6 x, Fp6 y) {
        Scratch s = scratch;
        s.aa.setProduct(x.a, y.a);
        s.bb.setProduct(x.b, y.b);
        s.cc.setProduct(x.c, y.c);
        setCross(s.bc, x.b, x.c, y.b, y.c);
        s.bc.setDifference(s.bc, s.bb);
        s.bc.setDifference(s.bc, s.cc);
        setCross(s.ab, x.a, x.b, y.a, y.b);
        s.ab.setDifference(s.ab, s.aa);
        s.ab.setDifference(s.ab, s.bb);
        setCross(c, x.a, x.c, y.a, y.c);
        c.setDifference(c, s.aa);
        c.setDifference(c, s.cc);
        c.setSum(c, s.bb);
        s.bc.setTimesXi(s.bc);
        a.setSum(s.bc, s.aa);
        s.cc.setTimesXi(s.cc);
        b.setSum(s.cc, s.ab);
    }

    /** {@code r = (k + l) (m + n)} */
    private void setCross(Fp2 r, Fp2 k, Fp2 l, Fp2 m, Fp2 n) {
        scratch.p.setSum(k, l);
        scratch.q.setSum(m, n);
        r.setProduct(scratch.p, scratch.q);
    }

    void setProduct(Fp6 x, Fp2 factor) {
        a.setProduct(x.a, factor);
        b.setProduct(x.b, factor);
        c.setProduct(x.c, factor);
    }

    /** Times {@code k + l v}; weighs up to 11. */
    void setProduct(Fp6 x, Fp2 k, Fp2 l) {
        Scratch s = scratch;
        s.aa.setProduct(x.a, k);
        s.bb.setProduct(x.b, l);
        setCross(s.ab, x.a, x.b, k, l);
        s.cc.setProduct(x.c, l);
        c.setProduct(x.c, k);
        c.setSum(c, s.bb);
        s.ab.setDifference(s.ab, s.aa);
        b.setDifference(s.ab, s.bb);
        s.cc.setTimesXi(s.cc);
        a.setSum(s.aa, s.cc);
    }

    /** Times {@code v}; the first coefficient weighs ten times what the last did. */
    void setTimesV(Fp6 x) {
        scratch.p.setTimesXi(x.c);
        c.set(x.b);
        b.set(x.a);
        a.set(scratch.p);
    }

    /** By the adjugate: the element times it lies in Fp2, where it is inverted. */
    void setInverse(Fp6 x) {
        Scratch s = scratch;
        s.bc.setProduct(x.b, x.c);
        s.bc.setTimesXi(s.bc);
        s.aa.setSquare(x.a);
        s.aa.setDifference(s.aa, s.bc);
        s.aa.settle();
        s.ab.setProduct(x.a, x.b);
        s.cc.setSquare(x.c);
        s.cc.setTimesXi(s.cc);
        s.cc.setDifference(s.cc, s.ab);
        s.cc.settle();
        s.p.setProduct(x.a, x.c);
        s.bb.setSquare(x.b);
        s.bb.setDifference(s.bb, s.p);
        s.p.setProduct(x.c, s.cc);
        s.q.setProduct(x.b, s.bb);
        s.p.setSum(s.p, s.q);
        s.p.setTimesXi(s.p);
        s.q.setProduct(x.a, s.aa);
        s.p.setSum(s.p, s.q);
        s.p.settle();
        s.p.setInverse(s.p);
        a.setProduct(s.aa, s.p);
        b.setProduct(s.cc, s.p);
        c.setProduct(s.bb, s.p);
    }

    void settle() {
        a.settle();
        b.settle();
        c.settle();
    }

    boolean isZero() {
        return a.isZero() && b.isZero() && c.isZero();
    }
}
