// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/**
 * {@code a + b u}, with {@code u^2 = -1}. Written like {@link Fp}; the weights of a product's factors multiply to at most
 * 24 and a square's root weighs at most 4.
 */
final class Fp2 {
    static final Fp2 ZERO = of(Fp.ZERO, Fp.ZERO);
    static final Fp2 ONE = of(Fp.ONE, Fp.ZERO);

    /** {@code 9 + u}, of which the tower takes roots. */
    static final Fp2 XI = of(Fp.of(BigInteger.valueOf(9)), Fp.ONE);

    final Fp a = new Fp();
    final Fp b = new Fp();
    private final Scratch scratch;

    Fp2(Scratch scratch) {
        this.scratch = scratch;
    }

    static Fp2 of(Fp a, Fp b) {
        Fp2 element = new Fp2(new Scratch());
        element.a.set(a);
        element.b.set(b);
        return element;
    }

    void set(Fp2 x) {
        a.set(x.a);
        b.set(x.b);
    }

    void setSum(Fp2 x, Fp2 y) {
        a.setSum(x.a, y.a);
        b.setSum(x.b, y.b);
    }

    void setDifference(Fp2 x, Fp2 y) {
        a.setDifference(x.a, y.a);
        b.setDifference(x.b, y.b);
    }

    /** @param factor small: it multiplies the weight, too */
    void setMultiple(Fp2 x, long factor) {
        a.setMultiple(x.a, factor);
        b.setMultiple(x.b, factor);
    }

    void setConjugate(Fp2 x) {
        a.set(x.a);
        b.setMultiple(x.b, -1);
    }

    /** Karatsuba: three products instead of four; two reductions instead of three. */
    void setProduct(Fp2 x, Fp2 y) {
        scratch.s.setSum(x.a, x.b);
        scratch.t.setSum(y.a, y.b);
        scratch.u.setProduct(x.a, y.a);
        scratch.v.setProduct(x.b, y.b);
        scratch.w.setProduct(scratch.s, scratch.t);
        scratch.w.subtract(scratch.u);
        scratch.w.subtract(scratch.v);
        scratch.u.subtract(scratch.v);
        FpProduct.reduce(a, scratch.u);
        FpProduct.reduce(b, scratch.w);
    }

    void setProduct(Fp2 x, Fp factor) {
        a.setProduct(x.a, factor);
        b.setProduct(x.b, factor);
    }

    void setSquare(Fp2 x) {
        scratch.s.setSum(x.a, x.b);
        scratch.t.setDifference(x.a, x.b);
        scratch.twice.setMultiple(x.a, 2);
        b.setProduct(scratch.twice, x.b);
        a.setProduct(scratch.s, scratch.t);
    }

    /** {@code (9 + u) x}: weighs ten times as much. */
    void setTimesXi(Fp2 x) {
        scratch.s.setMultiple(x.b, 9);
        scratch.s.setSum(scratch.s, x.a);
        scratch.t.setMultiple(x.a, 9);
        a.setDifference(scratch.t, x.b);
        b.set(scratch.s);
    }

    /** Zero for zero. */
    void setInverse(Fp2 x) {
        Fp norm = new Fp();
        Fp square = new Fp();
        norm.setSquare(x.a);
        square.setSquare(x.b);
        norm.setSum(norm, square);
        norm.setInverse(norm);
        setConjugate(x);
        setProduct(this, norm);
    }

    void setPower(Fp2 x, BigInteger exponent) {
        Fp2 base = of(x.a, x.b);
        set(ONE);
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            setSquare(this);
            settle();
            if (exponent.testBit(bit)) {
                setProduct(this, base);
            }
        }
    }

    void settle() {
        a.settle();
        b.settle();
    }

    boolean isZero() {
        return a.isZero() && b.isZero();
    }

    boolean isSame(Fp2 other) {
        return a.isSame(other.a) && b.isSame(other.b);
    }
}
