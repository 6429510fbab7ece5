// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

/** {@code a + b w}, with {@code w^2 = v}: where pairings live. Always settled; a result may be one of its operands. */
final class Fp12 {
    final Fp6 a;
    final Fp6 b;
    private final Scratch scratch;

    /** Zero. */
    Fp12(Scratch scratch) {
        this.scratch = scratch;
        a = new Fp6(scratch);
        b = new Fp6(scratch);
    }

    void set(Fp12 x) {
        a.set(x.a);
        b.set(x.b);
    }

    void setOne() {
        set(new Fp12(scratch));
        a.a.set(Fp2.ONE);
    }

    void setProduct(Fp12 x, Fp12 y) {
        Scratch s = scratch;
        s.x.setSum(x.a, x.b);
        s.y.setSum(y.a, y.b);
        s.left.setProduct(x.a, y.a);
        s.right.setProduct(x.b, y.b);
        b.setProduct(s.x, s.y);
        finishProduct();
    }

    /** Times a line {@code k + l w + m v w}, whose coefficients weigh at most 6 together. */
    void multiplyByLine(Fp2 k, Fp2 l, Fp2 m) {
        Scratch s = scratch;
        s.x.setSum(a, b);
        s.y.a.setSum(k, l);
        s.left.setProduct(a, k);
        s.right.setProduct(b, l, m);
        b.setProduct(s.x, s.y.a, m);
        finishProduct();
    }

    /** Karatsuba's end: the product of the sums is in b, those of the halves in the scratch. */
    private void finishProduct() {
        Scratch s = scratch;
        b.setDifference(b, s.left);
        b.setDifference(b, s.right);
        b.settle();
        s.right.setTimesV(s.right);
        a.setSum(s.left, s.right);
        a.settle();
    }

    /** By {@code a^2 + v b^2 = (a + b)(a + v b) - a b - v a b}. */
    void setSquare(Fp12 x) {
        Scratch s = scratch;
        s.x.setSum(x.a, x.b);
        s.y.setTimesV(x.b);
        s.y.setSum(s.y, x.a);
        s.y.settle();
        s.left.setProduct(x.a, x.b);
        s.right.setProduct(s.x, s.y);
        b.setMultiple(s.left, 2);
        b.settle();
        a.setDifference(s.right, s.left);
        s.left.setTimesV(s.left);
        a.setDifference(a, s.left);
        a.settle();
    }

    /** To the power p^6; the inverse of what the easy part of the final exponentiation leaves. */
    void setConjugate(Fp12 x) {
        a.set(x.a);
        b.setMultiple(x.b, -1);
    }

    /** To the power p. */
    void setFrobenius(Fp12 x) {
        a.a.setConjugate(x.a.a);
        Frobenius.apply(b.a, x.b.a, 1);
        Frobenius.apply(a.b, x.a.b, 2);
        Frobenius.apply(b.b, x.b.b, 3);
        Frobenius.apply(a.c, x.a.c, 4);
        Frobenius.apply(b.c, x.b.c, 5);
    }

    /** Zero for zero. */
    void setInverse(Fp12 x) {
        Scratch s = scratch;
        s.x.setProduct(x.a, x.a);
        s.y.setProduct(x.b, x.b);
        s.y.setTimesV(s.y);
        s.x.setDifference(s.x, s.y);
        s.x.settle();
        s.x.setInverse(s.x);
        s.y.setMultiple(x.b, -1);
        a.setProduct(x.a, s.x);
        b.setProduct(s.y, s.x);
        a.settle();
        b.settle();
    }

    boolean isOne() {
        return a.a.isSame(Fp2.ONE) && a.b.isZero() && a.c.isZero() && b.isZero();
    }
}
