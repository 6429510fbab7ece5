// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import network.banyan.evm.precompile.bn254.Pairing.Product;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** What makes a pairing one: linear on both sides, not constant, and only defined on the groups. */
class PairingTest {
    private static final ModelPoint P = ModelPoint.G1;
    private static final ModelPoint Q = ModelPoint.G2;
    private static final BigInteger R = Curve.ORDER;

    private final Random random = new Random(197);

    @Test
    void thePairingIsLinearOnBothSides() {
        for (int i = 0; i < 10; i++) {
            BigInteger a = new BigInteger(256, random);
            BigInteger b = new BigInteger(256, random);
            ModelPoint minus = P.times(a.multiply(b).mod(R)).negate();
            assertThat(product(P.times(a), Q.times(b), minus, Q)).isEqualTo(Product.ONE);
            assertThat(product(P.times(a), Q.times(b), minus.plus(P), Q)).isEqualTo(Product.OTHER);
        }
    }

    @Test
    void manyPairsMultiply() {
        // The sum of i (i + 1) for i from 1 to 5 is 70.
        Pairing pairing = new Pairing();
        for (int i = 1; i <= 5; i++) {
            add(pairing, P.times(BigInteger.valueOf(i)), Q.times(BigInteger.valueOf(i + 1)));
        }
        add(pairing, P.times(BigInteger.valueOf(70)).negate(), Q);
        assertThat(pairing.product()).isEqualTo(Product.ONE);
    }

    @Test
    void aSinglePairIsNotOneAndItsOrderIsThatOfTheGroups() {
        assertThat(product(P, Q)).isEqualTo(Product.OTHER);
        assertThat(product(P, Q, P.times(R.subtract(BigInteger.ONE)), Q)).isEqualTo(Product.ONE);
        assertThat(product(P, Q, P, Q.negate())).isEqualTo(Product.ONE);
    }

    @Test
    void pairsWithInfinityCountNothing() {
        assertThat(new Pairing().product()).isEqualTo(Product.ONE);
        assertThat(product(ModelPoint.INFINITY, ModelPoint.INFINITY)).isEqualTo(Product.ONE);
        assertThat(product(P, ModelPoint.INFINITY)).isEqualTo(Product.ONE);
        assertThat(product(ModelPoint.INFINITY, Q)).isEqualTo(Product.ONE);
        assertThat(product(ModelPoint.INFINITY, Q, P, Q)).isEqualTo(Product.OTHER);
        assertThat(product(ModelPoint.INFINITY, Q, P, Q, P.negate(), Q)).isEqualTo(Product.ONE);
    }

    @Test
    void pointsOfTheTwistOutsideTheGroupHaveNoPairing() {
        for (int i = 0; i < 5; i++) {
            ModelPoint outside = ModelPoint.onTwist(random);
            assertThat(outside.times(R).infinity()).isFalse();
            assertThat(product(P, outside)).isEqualTo(Product.UNDEFINED);
            assertThat(product(ModelPoint.INFINITY, outside)).isEqualTo(Product.UNDEFINED);
            assertThat(product(P, Q, P, outside, P.negate(), Q)).isEqualTo(Product.UNDEFINED);
            assertThat(product(P, outside.times(ModelPoint.COFACTOR))).isEqualTo(Product.OTHER);
        }
    }

    /** There the loop meets the point itself, its opposite and infinity, where its additions fail. */
    @Test
    void pointsOfSmallOrderHaveNoPairing() {
        for (long order : new long[] {10_069, 5_864_401, 10_069L * 5_864_401}) {
            BigInteger rest = R.multiply(ModelPoint.COFACTOR.divide(BigInteger.valueOf(order)));
            ModelPoint small = ModelPoint.onTwist(random).times(rest);
            assertThat(small.infinity()).isFalse();
            assertThat(small.times(BigInteger.valueOf(order)).infinity()).isTrue();
            assertThat(product(P, small)).isEqualTo(Product.UNDEFINED);
            assertThat(product(P, small.plus(Q))).isEqualTo(Product.UNDEFINED);
        }
    }

    /** What {@link Miller#endsInGroup} relies on. */
    @Test
    void theTestForTheGroupHasOnlyItsOrderInCommonWithTheTwist() {
        BigInteger t = BigInteger.valueOf(Curve.T);
        BigInteger p = Fp.MODULUS;
        BigInteger trace = t.pow(2).multiply(BigInteger.valueOf(6)).add(BigInteger.ONE);
        // 6 t + 2 + f - f^2 + f^3 modulo f^2 - trace f + p, as low + high f; then its norm.
        BigInteger low = t.multiply(BigInteger.valueOf(6)).add(BigInteger.TWO);
        BigInteger high = BigInteger.ONE;
        low = low.add(p).subtract(trace.multiply(p));
        high = high.subtract(trace).add(trace.pow(2)).subtract(p);
        BigInteger norm = low.pow(2)
                .add(low.multiply(high).multiply(trace))
                .add(high.pow(2).multiply(p));
        assertThat(norm.gcd(R.multiply(ModelPoint.COFACTOR))).isEqualTo(R);
        assertThat(low.add(high.multiply(p)).mod(R)).isZero();
    }

    @Test
    void whatIsNotOnTheTwistIsNoPoint() {
        UInt256 one = UInt256.ONE;
        assertThat(G2.of(one, one, one, one)).isEmpty();
        assertThat(G2.of(UInt256.ZERO, UInt256.ZERO, UInt256.ZERO, one)).isEmpty();
        UInt256 p = UInt256.of(Fp.MODULUS);
        assertThat(G2.of(p, p, p, p)).isEmpty();
        UInt256 xa = UInt256.of(Q.x().a());
        UInt256 xb = UInt256.of(Q.x().b());
        UInt256 ya = UInt256.of(Q.y().a());
        UInt256 yb = UInt256.of(Q.y().b());
        assertThat(G2.of(xa, xb, ya, yb)).isPresent();
        assertThat(G2.of(xa.plus(p), xb, ya, yb)).isEmpty();
        assertThat(G2.of(xa, xb.plus(p), ya, yb)).isEmpty();
        assertThat(G2.of(xa, xb, ya.plus(p), yb)).isEmpty();
        assertThat(G2.of(xa, xb, ya, yb.plus(p))).isEmpty();
    }

    /** Of points of G1 and of the twist by turns. */
    private static Product product(ModelPoint... pairs) {
        Pairing pairing = new Pairing();
        for (int i = 0; i < pairs.length; i += 2) {
            add(pairing, pairs[i], pairs[i + 1]);
        }
        return pairing.product();
    }

    private static void add(Pairing pairing, ModelPoint p, ModelPoint q) {
        pairing.add(p.toG1().orElseThrow(), q.toG2().orElseThrow());
    }
}
