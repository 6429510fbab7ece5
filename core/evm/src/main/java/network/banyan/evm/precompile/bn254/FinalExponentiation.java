// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/**
 * To the power {@code (p^12 - 1) / order}, which makes what Miller's loop leaves a pairing.
 *
 * <p>Source: Scott and others, "On the final exponentiation for calculating pairings on ordinary elliptic curves" (2009),
 * section 5: a chain of powers of t and p for the hard part.
 */
final class FinalExponentiation {
    private static final BigInteger T = BigInteger.valueOf(Curve.T);

    private final Scratch scratch;
    private final Cyclotomic cyclotomic;

    FinalExponentiation(Scratch scratch) {
        this.scratch = scratch;
        cyclotomic = new Cyclotomic(scratch);
    }

    void apply(Fp12 f) {
        easyPart(f);
        hardPart(f);
    }

    /** To the power {@code (p^6 - 1) (p^2 + 1)}. */
    private void easyPart(Fp12 f) {
        Fp12 inverse = new Fp12(scratch);
        inverse.setInverse(f);
        f.setConjugate(f);
        f.setProduct(f, inverse);
        Fp12 image = frobenius(frobenius(f));
        f.setProduct(f, image);
    }

    /** To the power {@code (p^4 - p^2 + 1) / order}: {@code y0 y1^2 y2^6 y3^12 y4^18 y5^30 y6^36}. */
    private void hardPart(Fp12 f) {
        Fp12 ft = power(f);
        Fp12 ft2 = power(ft);
        Fp12 ft3 = power(ft2);
        Fp12 fp = frobenius(f);
        Fp12 fp2 = frobenius(fp);
        Fp12 y0 = product(product(fp, fp2), frobenius(fp2));
        Fp12 y1 = conjugate(f);
        Fp12 y2 = frobenius(frobenius(ft2));
        Fp12 y3 = conjugate(frobenius(ft));
        Fp12 y4 = conjugate(product(ft, frobenius(ft2)));
        Fp12 y5 = conjugate(ft2);
        Fp12 y6 = conjugate(product(ft3, frobenius(ft3)));
        cyclotomic.square(y6);
        Fp12 low = product(product(y6, y4), y5);
        Fp12 high = product(product(y3, y5), low);
        low = product(low, y2);
        cyclotomic.square(high);
        high = product(high, low);
        cyclotomic.square(high);
        low = product(high, y1);
        high = product(high, y0);
        cyclotomic.square(low);
        f.setProduct(low, high);
    }

    private Fp12 power(Fp12 x) {
        Fp12 power = new Fp12(scratch);
        cyclotomic.power(power, x, T);
        return power;
    }

    private Fp12 product(Fp12 x, Fp12 y) {
        Fp12 product = new Fp12(scratch);
        product.setProduct(x, y);
        return product;
    }

    private Fp12 frobenius(Fp12 x) {
        Fp12 image = new Fp12(scratch);
        image.setFrobenius(x);
        return image;
    }

    private Fp12 conjugate(Fp12 x) {
        Fp12 conjugate = new Fp12(scratch);
        conjugate.setConjugate(x);
        return conjugate;
    }
}
