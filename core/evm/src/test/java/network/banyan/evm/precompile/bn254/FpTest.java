// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Field elements against plain integers, with weights up to the ones allowed, where limbs come near their ends. */
class FpTest {
    private static final BigInteger P = Fp.MODULUS;
    private static final BigInteger FACTOR = BigInteger.ONE.shiftLeft(5 * Fp.BITS);
    private static final int ROUNDS = 5_000;

    private final Random random = new Random(196);

    @Test
    void numbersComeBackAndOnlyThoseBelowTheModulusAreElements() {
        for (BigInteger number : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                P.subtract(BigInteger.ONE),
                P,
                P.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE),
                new BigInteger(253, random))) {
            Fp element = new Fp();
            assertThat(element.setNumber(UInt256.of(number))).isEqualTo(number.compareTo(P) < 0);
            assertThat(element.number().toBigInteger()).isEqualTo(number.mod(P));
        }
    }

    @Test
    void productsHoldForTheHeaviestFactors() {
        int[][] weights = {{1, 1}, {10, 10}, {15, 6}, {6, 15}, {4, 4}, {1, 15}};
        for (int i = 0; i < ROUNDS; i++) {
            int[] weight = weights[i % weights.length];
            Fp x = heavy(weight[0]);
            Fp y = heavy(weight[1]);
            BigInteger expected = value(x).multiply(value(y)).multiply(FACTOR.modInverse(P));
            Fp product = new Fp();
            product.setProduct(x, y);
            assertSettled(product, expected);
            Wide wide = new Wide();
            wide.setProduct(x, y);
            FpProduct.reduce(product, wide);
            assertSettled(product, expected);
        }
    }

    @Test
    void squaresHoldForTheHeaviestRoots() {
        for (int i = 0; i < ROUNDS; i++) {
            Fp x = heavy(1 + i % 10);
            Fp square = new Fp();
            square.setSquare(x);
            assertSettled(square, value(x).pow(2).multiply(FACTOR.modInverse(P)));
        }
    }

    @Test
    void settlingKeepsTheElement() {
        for (int i = 0; i < ROUNDS; i++) {
            Fp x = heavy(1 + i % 120);
            BigInteger expected = value(x);
            x.settle();
            assertSettled(x, expected);
        }
    }

    @Test
    void equalElementsAreTheSameWhateverTheirLimbs() {
        for (int i = 0; i < ROUNDS; i++) {
            Fp x = heavy(1 + i % 15);
            Fp y = new Fp();
            y.set(x);
            y.settle();
            assertThat(x.isSame(y)).isTrue();
            assertThat(x.isZero()).isFalse();
            y.setSum(y, Fp.ONE);
            assertThat(x.isSame(y)).isFalse();
            y.setDifference(x, x);
            assertThat(y.isZero()).isTrue();
        }
        Fp modulus = new Fp();
        modulus.setNumber(UInt256.of(P));
        assertThat(modulus.isZero()).isTrue();
    }

    @Test
    void inversesMultiplyToOne() {
        for (int i = 0; i < 50; i++) {
            Fp x = heavy(1);
            Fp inverse = new Fp();
            inverse.setInverse(x);
            inverse.setProduct(inverse, x);
            assertThat(inverse.isSame(Fp.ONE)).isTrue();
        }
        Fp zero = new Fp();
        zero.setInverse(Fp.ZERO);
        assertThat(zero.isZero()).isTrue();
    }

    @Test
    void productsInTheExtensionHoldForTheHeaviestFactors() {
        int[][] weights = {{1, 1}, {4, 6}, {3, 8}, {8, 3}, {5, 4}};
        for (int i = 0; i < ROUNDS; i++) {
            int[] weight = weights[i % weights.length];
            Fp2 x = Fp2.of(heavy(weight[0]), heavy(weight[0]));
            Fp2 y = Fp2.of(heavy(weight[1]), heavy(weight[1]));
            Fp2 product = Fp2.of(Fp.ZERO, Fp.ZERO);
            product.setProduct(x, y);
            assertThat(model(product)).isEqualTo(model(x).times(model(y)));
            Fp2 root = Fp2.of(heavy(4), heavy(4));
            product.setSquare(root);
            assertThat(model(product)).isEqualTo(model(root).times(model(root)));
            product.setTimesXi(x);
            assertThat(model(product)).isEqualTo(model(x).times(ModelFp2.XI));
        }
    }

    /** An element of this weight: limbs anywhere up to the bound, often at it, of either sign. */
    private Fp heavy(int weight) {
        Fp x = new Fp();
        x.l0 = limb(weight);
        x.l1 = limb(weight);
        x.l2 = limb(weight);
        x.l3 = limb(weight);
        // The value, too, is bounded: by the weight times the modulus.
        x.l4 = (random.nextBoolean() ? 1 : -1) * (random.nextLong(0x30644e72e12L) + 1) * weight;
        return x;
    }

    private long limb(int weight) {
        long magnitude = random.nextInt(3) == 0 ? Fp.MASK : random.nextLong(Fp.MASK + 1);
        return (random.nextBoolean() ? 1 : -1) * magnitude * weight;
    }

    private static void assertSettled(Fp x, BigInteger expected) {
        assertThat(value(x).mod(P)).isEqualTo(expected.mod(P));
        assertThat(List.of(x.l0, x.l1, x.l2, x.l3)).allMatch(limb -> limb >= 0 && limb <= Fp.MASK);
        // Within a tenth of the modulus of where it belongs.
        assertThat(value(x))
                .isBetween(
                        P.negate().divide(BigInteger.TEN),
                        P.multiply(BigInteger.valueOf(11)).divide(BigInteger.TEN));
    }

    private static BigInteger value(Fp x) {
        BigInteger value = BigInteger.ZERO;
        for (long limb : new long[] {x.l4, x.l3, x.l2, x.l1, x.l0}) {
            value = value.shiftLeft(Fp.BITS).add(BigInteger.valueOf(limb));
        }
        return value;
    }

    private static ModelFp2 model(Fp2 x) {
        x.settle();
        return new ModelFp2(x.a.number().toBigInteger(), x.b.number().toBigInteger());
    }
}
