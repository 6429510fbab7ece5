// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/**
 * Squares and powers in the cyclotomic subgroup of Fp12, where the easy part of the final exponentiation leads: squares
 * need half the work there, and inverses none.
 *
 * <p>Source: Granger and Scott, "Faster squaring in the cyclotomic subgroup of sixth degree extensions" (2010), section
 * 3.2: three squares in the fields of degree four that {@code (a.a, b.b)}, {@code (b.a, a.c)} and {@code (a.b, b.c)} span.
 */
final class Cyclotomic {
    private static final int WINDOW_BITS = 4;

    private final Scratch scratch;
    private final Fp2[] real = new Fp2[3];
    private final Fp2[] mixed = new Fp2[3];
    private final Fp12[] oddPowers = new Fp12[1 << (WINDOW_BITS - 2)];
    private final Fp12 inverse;

    Cyclotomic(Scratch scratch) {
        this.scratch = scratch;
        for (int i = 0; i < 3; i++) {
            real[i] = new Fp2(scratch);
            mixed[i] = new Fp2(scratch);
        }
        for (int i = 0; i < oddPowers.length; i++) {
            oddPowers[i] = new Fp12(scratch);
        }
        inverse = new Fp12(scratch);
    }

    void square(Fp12 x) {
        square(0, x.a.a, x.b.b);
        square(1, x.b.a, x.a.c);
        square(2, x.a.b, x.b.c);
        thriceMinusTwice(x.a.a, real[0]);
        thriceMinusTwice(x.a.b, real[1]);
        thriceMinusTwice(x.a.c, real[2]);
        mixed[2].setTimesXi(mixed[2]);
        thricePlusTwice(x.b.a, mixed[2]);
        thricePlusTwice(x.b.b, mixed[0]);
        thricePlusTwice(x.b.c, mixed[1]);
    }

    /** {@code (k + l y)^2} for {@code y^2 = 9 + u}. */
    private void square(int i, Fp2 k, Fp2 l) {
        Fp2 kk = scratch.p;
        Fp2 ll = scratch.q;
        kk.setSquare(k);
        ll.setSquare(l);
        mixed[i].setSum(k, l);
        mixed[i].setSquare(mixed[i]);
        mixed[i].setDifference(mixed[i], kk);
        mixed[i].setDifference(mixed[i], ll);
        ll.setTimesXi(ll);
        real[i].setSum(kk, ll);
    }

    private static void thriceMinusTwice(Fp2 x, Fp2 square) {
        square.setMultiple(square, 3);
        x.setMultiple(x, 2);
        x.setDifference(square, x);
        x.settle();
    }

    private static void thricePlusTwice(Fp2 x, Fp2 square) {
        square.setMultiple(square, 3);
        x.setMultiple(x, 2);
        x.setSum(square, x);
        x.settle();
    }

    /** {@code result = x^exponent}, for a positive exponent. */
    void power(Fp12 result, Fp12 x, BigInteger exponent) {
        byte[] digits = SignedDigits.of(exponent, WINDOW_BITS);
        oddPowers[0].set(x);
        inverse.set(x);
        square(inverse);
        for (int i = 1; i < oddPowers.length; i++) {
            oddPowers[i].setProduct(oddPowers[i - 1], inverse);
        }
        int top = digits.length - 1;
        result.set(oddPowers[digits[top] >> 1]);
        for (int i = top - 1; i >= 0; i--) {
            square(result);
            if (digits[i] > 0) {
                result.setProduct(result, oddPowers[digits[i] >> 1]);
            } else if (digits[i] < 0) {
                inverse.setConjugate(oddPowers[-digits[i] >> 1]);
                result.setProduct(result, inverse);
            }
        }
    }
}
