// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Every arithmetic instruction against BigInteger, on words that look like those where limbs go wrong. */
class WordsTest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final int A = 8;
    private static final int B = 4;
    private static final int M = 0;
    private static final int ROUNDS = 40_000;

    private final Random random = new Random(7);
    private final Division division = new Division();
    private final long[] stack = new long[12];

    private interface Instruction {
        void run(long[] stack, int a, int b);
    }

    @Test
    void sumsDifferencesAndProductsWrap() {
        check(Words::add, BigInteger::add);
        check(Words::subtract, BigInteger::subtract);
        check(Words::multiply, BigInteger::multiply);
    }

    @Test
    void quotientsAndRemaindersAreZeroForAZeroDivisor() {
        check(division::divide, (a, b) -> b.signum() == 0 ? b : a.divide(b));
        check(division::remainder, (a, b) -> b.signum() == 0 ? b : a.mod(b));
        check(division::divideSigned, (a, b) -> b.signum() == 0 ? b : signed(a).divide(signed(b)));
        check(
                division::remainderSigned,
                (a, b) -> b.signum() == 0 ? b : signed(a).remainder(signed(b)));
    }

    @Test
    void comparisonsSeeTheSignOnlyWhereAsked() {
        check((s, a, b) -> Words.set(s, b, Words.less(s, a, b)), (a, b) -> bit(a.compareTo(b) < 0));
        check(
                (s, a, b) -> Words.set(s, b, Words.lessSigned(s, a, b)),
                (a, b) -> bit(signed(a).compareTo(signed(b)) < 0));
        check((s, a, b) -> Words.set(s, b, Words.equal(s, a, b) ? 1 : 0), (a, b) -> bit(a.equals(b)));
    }

    @Test
    void shiftsBeyondTheWordLeaveNothingOrTheSign() {
        check(Words::shiftLeft, (a, b) -> isBelow(a, 256) ? b.shiftLeft(a.intValue()) : BigInteger.ZERO);
        check(Words::shiftRight, (a, b) -> isBelow(a, 256) ? b.shiftRight(a.intValue()) : BigInteger.ZERO);
        check(Words::shiftRightSigned, (a, b) -> signed(b).shiftRight(isBelow(a, 256) ? a.intValue() : 256));
    }

    @Test
    void bytesAndSignsCountFromTheirOwnEnds() {
        check(
                Words::byteAt,
                (a, b) -> isBelow(a, 32)
                        ? b.shiftRight(248 - 8 * a.intValue()).and(BigInteger.valueOf(255))
                        : BigInteger.ZERO);
        check(Words::signExtend, (a, b) -> isBelow(a, 31) ? extended(b, 8 * a.intValue() + 8) : b);
    }

    @Test
    void leadingZerosAreThoseOfTheWholeWord() {
        check((s, a, b) -> Words.countLeadingZeros(s, b), (a, b) -> BigInteger.valueOf(256L - b.bitLength()));
    }

    @Test
    void moduloInstructionsDoNotWrapInBetween() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = word();
            BigInteger b = word();
            BigInteger m = word();
            boolean none = m.signum() == 0;
            put(a, b, m);
            division.addModulo(stack, A, B, M);
            assertThat(get(M)).isEqualTo(none ? m : a.add(b).mod(m));
            put(a, b, m);
            division.multiplyModulo(stack, A, B, M);
            assertThat(get(M)).isEqualTo(none ? m : a.multiply(b).mod(m));
        }
    }

    @Test
    void aGuessedDigitThatIsTooLargeIsTakenBack() {
        // Knuth's rare case: the first guess of a digit is one too large even after its correction.
        BigInteger top = BigInteger.ONE.shiftLeft(63);
        List<BigInteger> divisors = List.of(
                top.shiftLeft(64).add(BigInteger.ONE),
                top.shiftLeft(128).add(BigInteger.ONE),
                top.shiftLeft(192).subtract(BigInteger.ONE),
                MODULUS.shiftRight(64).subtract(BigInteger.ONE));
        for (BigInteger divisor : divisors) {
            for (BigInteger offset : List.of(BigInteger.ZERO, BigInteger.ONE, divisor.subtract(BigInteger.ONE))) {
                BigInteger a = divisor.multiply(MODULUS.subtract(BigInteger.ONE).divide(divisor))
                        .add(offset)
                        .mod(MODULUS);
                put(a, divisor, BigInteger.ZERO);
                division.divide(stack, A, B);
                assertThat(get(B)).isEqualTo(a.divide(divisor));
            }
        }
    }

    @Test
    void reciprocalsAreExact() {
        for (int i = 0; i < ROUNDS; i++) {
            long divisor = word().longValue() | Long.MIN_VALUE;
            BigInteger expected =
                    MODULUS.shiftRight(128).subtract(BigInteger.ONE).divide(unsigned(divisor));
            assertThat(unsigned(Division.reciprocal(divisor)))
                    .isEqualTo(expected.subtract(BigInteger.ONE.shiftLeft(64)));
        }
    }

    private static BigInteger unsigned(long limb) {
        return new BigInteger(Long.toUnsignedString(limb));
    }

    private void check(Instruction instruction, BinaryOperator<BigInteger> expected) {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger a = word();
            BigInteger b = word();
            put(a, b, BigInteger.ZERO);
            instruction.run(stack, A, B);
            assertThat(get(B)).as("%s, %s", a, b).isEqualTo(expected.apply(a, b).mod(MODULUS));
        }
    }

    /** Limbs of zeros, ones, small and random bits, and numbers just about powers of two. */
    private BigInteger word() {
        if (random.nextInt(4) == 0) {
            return BigInteger.ONE
                    .shiftLeft(random.nextInt(257))
                    .add(BigInteger.valueOf(random.nextInt(3) - 1L))
                    .mod(MODULUS);
        }
        BigInteger word = BigInteger.ZERO;
        int limbs = 1 + random.nextInt(4);
        for (int i = 0; i < limbs; i++) {
            long limb = switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> -1;
                case 2 -> random.nextInt(300);
                case 3 -> Long.MIN_VALUE;
                default -> random.nextLong();
            };
            word = word.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(limb)));
        }
        return word;
    }

    private void put(BigInteger a, BigInteger b, BigInteger m) {
        put(A, a);
        put(B, b);
        put(M, m);
    }

    private void put(int index, BigInteger value) {
        UInt256 word = UInt256.of(value);
        stack[index] = word.d();
        stack[index + 1] = word.c();
        stack[index + 2] = word.b();
        stack[index + 3] = word.a();
    }

    private BigInteger get(int index) {
        return new UInt256(stack[index + 3], stack[index + 2], stack[index + 1], stack[index]).toBigInteger();
    }

    private static BigInteger signed(BigInteger word) {
        return word.testBit(255) ? word.subtract(MODULUS) : word;
    }

    private static BigInteger extended(BigInteger word, int bits) {
        BigInteger low = word.mod(BigInteger.ONE.shiftLeft(bits));
        return low.testBit(bits - 1) ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low;
    }

    private static boolean isBelow(BigInteger value, int limit) {
        return value.compareTo(BigInteger.valueOf(limit)) < 0;
    }

    private static BigInteger bit(boolean holds) {
        return holds ? BigInteger.ONE : BigInteger.ZERO;
    }
}
