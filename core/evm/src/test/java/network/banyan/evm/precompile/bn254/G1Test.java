// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Sums and multiples on the curve against the textbook's. */
class G1Test {
    private static final BigInteger R = Curve.ORDER;

    private final Random random = new Random(1108);

    @Test
    void sumsAreThoseOfTheTextbookEvenForEqualOppositeAndInfinitePoints() {
        for (int i = 0; i < 50; i++) {
            ModelPoint p = point();
            ModelPoint q = point();
            for (ModelPoint other : List.of(q, p, p.negate(), ModelPoint.INFINITY)) {
                assertSame(g1(p).plus(g1(other)), p.plus(other));
                assertSame(g1(other).plus(g1(p)), p.plus(other));
                // The sum has coordinates with a denominator.
                assertSame(g1(p).plus(g1(q)).plus(g1(other)), p.plus(q).plus(other));
            }
        }
        assertSame(g1(ModelPoint.INFINITY).plus(g1(ModelPoint.INFINITY)), ModelPoint.INFINITY);
    }

    @Test
    void multiplesAreThoseOfTheTextbook() {
        for (BigInteger scalar : scalars()) {
            ModelPoint p = point();
            assertSame(g1(p).times(scalar), p.times(scalar));
            assertSame(g1(ModelPoint.INFINITY).times(scalar), ModelPoint.INFINITY);
        }
    }

    @Test
    void theEndomorphismMultipliesByLambda() {
        ModelPoint p = point();
        assertSame(Endomorphism.apply(g1(p)), p.times(Endomorphism.LAMBDA));
    }

    @Test
    void scalarsSplitIntoShortHalves() {
        for (BigInteger scalar : scalars()) {
            Endomorphism.Halves halves = Endomorphism.split(scalar);
            assertThat(halves.low()
                            .add(halves.high().multiply(Endomorphism.LAMBDA))
                            .subtract(scalar)
                            .mod(R))
                    .isZero();
            assertThat(halves.low().bitLength()).isLessThanOrEqualTo(128);
            assertThat(halves.high().bitLength()).isLessThanOrEqualTo(128);
        }
    }

    @Test
    void signedDigitsAddUpAndKeepTheirDistance() {
        for (BigInteger scalar : scalars()) {
            for (int window = 2; window <= 8; window++) {
                byte[] digits = SignedDigits.of(scalar, window);
                BigInteger sum = BigInteger.ZERO;
                int last = -window;
                for (int i = 0; i < digits.length; i++) {
                    sum = sum.add(BigInteger.valueOf(digits[i]).shiftLeft(i));
                    if (digits[i] != 0) {
                        assertThat(digits[i] & 1).isOne();
                        assertThat(Math.abs(digits[i])).isLessThan(1 << (window - 1));
                        assertThat(i - last).isGreaterThanOrEqualTo(window);
                        last = i;
                    }
                }
                assertThat(sum).isEqualTo(scalar);
                assertThat(digits.length == 0 || digits[digits.length - 1] != 0).isTrue();
            }
        }
    }

    @Test
    void whatIsNotOnTheCurveIsNoPoint() {
        UInt256 one = UInt256.ONE;
        UInt256 two = UInt256.of(2);
        UInt256 p = UInt256.of(Fp.MODULUS);
        assertThat(G1.of(one, two)).isPresent();
        assertThat(G1.of(one, one)).isEmpty();
        assertThat(G1.of(UInt256.ZERO, one)).isEmpty();
        assertThat(G1.of(one.plus(p), two)).isEmpty();
        assertThat(G1.of(one, two.plus(p))).isEmpty();
        assertThat(G1.of(p, p)).isEmpty();
        assertThat(G1.of(UInt256.MAX, UInt256.MAX)).isEmpty();
        assertThat(G1.of(UInt256.ZERO, p)).isEmpty();
    }

    private List<BigInteger> scalars() {
        BigInteger full = BigInteger.ONE.shiftLeft(256);
        List<BigInteger> scalars = new ArrayList<>(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                R.subtract(BigInteger.TWO),
                R.subtract(BigInteger.ONE),
                R,
                R.add(BigInteger.ONE),
                R.shiftRight(1),
                R.shiftLeft(2),
                Endomorphism.LAMBDA,
                R.subtract(Endomorphism.LAMBDA),
                full.subtract(BigInteger.ONE)));
        for (int i = 0; i < 60; i++) {
            scalars.add(new BigInteger(1 + random.nextInt(256), random));
        }
        return scalars;
    }

    private ModelPoint point() {
        return ModelPoint.G1.times(new BigInteger(254, random));
    }

    private static G1 g1(ModelPoint point) {
        return point.toG1().orElseThrow();
    }

    private static void assertSame(G1 point, ModelPoint expected) {
        byte[] bytes = new byte[64];
        point.writeTo(bytes, 0);
        assertThat(point.isInfinity()).isEqualTo(expected.infinity());
        assertThat(UInt256.at(bytes, 0).toBigInteger()).isEqualTo(expected.x().a());
        assertThat(UInt256.at(bytes, 32).toBigInteger()).isEqualTo(expected.y().a());
    }
}
