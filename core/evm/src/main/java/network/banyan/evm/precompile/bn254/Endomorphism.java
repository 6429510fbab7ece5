// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/**
 * {@code (x, y) -> (beta x, y)} for a cube root of one, beta: on G1 it multiplies by lambda, a cube root of one modulo the
 * order. It splits a scalar of 254 bits into two of 128.
 *
 * <p>Source: Gallant, Lambert and Vanstone, "Faster point multiplication on elliptic curves with efficient endomorphisms"
 * (2001); the short vectors of the lattice {@code low + high lambda = 0} as polynomials in the curve's parameter t.
 */
final class Endomorphism {
    static final BigInteger LAMBDA = new BigInteger("b3c4d79d41a917585bfc41088d8daaa78b17ea66b99c90dd", 16);

    private static final Fp BETA = Fp.of(new BigInteger("59e26bcea0d48bacd4f263f1acdb5c4f5763473177fffffe", 16));

    private static final BigInteger T = BigInteger.valueOf(Curve.T);

    /** {@code 2 t + 1}. */
    private static final BigInteger SHORT = T.shiftLeft(1).add(BigInteger.ONE);

    /** {@code 6 t^2 + 2 t}. */
    private static final BigInteger LONG =
            T.pow(2).multiply(BigInteger.valueOf(6)).add(T.shiftLeft(1));

    /** {@code low + high lambda} is the scalar modulo the order; each of at most 128 bits and a sign. */
    record Halves(BigInteger low, BigInteger high) {}

    private Endomorphism() {}

    static G1 apply(G1 point) {
        G1 image = new G1(point.x, point.y, point.z);
        image.x.setProduct(point.x, BETA);
        return image;
    }

    /**
     * Takes from {@code (scalar, 0)} about as many of {@code (long + short, short)} and {@code (short, -long)} as it holds.
     *
     * @param scalar not negative
     */
    static Halves split(BigInteger scalar) {
        BigInteger k = scalar.mod(Curve.ORDER);
        BigInteger first = k.multiply(LONG).divide(Curve.ORDER);
        BigInteger second = k.multiply(SHORT).divide(Curve.ORDER);
        BigInteger low = k.subtract(first.multiply(LONG.add(SHORT))).subtract(second.multiply(SHORT));
        BigInteger high = second.multiply(LONG).subtract(first.multiply(SHORT));
        return new Halves(low, high);
    }
}
