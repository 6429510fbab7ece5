// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/** What raising to the power p does to the coefficients of powers of w. */
final class Frobenius {
    /** {@code (9 + u) ^ (i (p - 1) / 6)}, by i. */
    private static final Fp2[] FACTORS = new Fp2[6];

    static {
        BigInteger sixth = Fp.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.valueOf(6));
        for (int i = 0; i < FACTORS.length; i++) {
            FACTORS[i] = Fp2.of(Fp.ZERO, Fp.ZERO);
            FACTORS[i].setPower(Fp2.XI, sixth.multiply(BigInteger.valueOf(i)));
        }
    }

    private Frobenius() {}

    /** The coefficient of {@code w^i}, raised to the power p. */
    static void apply(Fp2 result, Fp2 coefficient, int i) {
        result.setConjugate(coefficient);
        result.setProduct(result, FACTORS[i]);
    }
}
