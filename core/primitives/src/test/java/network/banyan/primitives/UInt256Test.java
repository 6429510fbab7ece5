// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UInt256Test {
    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);

    @Test
    void arithmeticAgreesWithBigIntegerModulo2To256() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            UInt256 x = number(random);
            UInt256 y = number(random);

            assertThat(x.plus(y).toBigInteger())
                    .isEqualTo(x.toBigInteger().add(y.toBigInteger()).mod(TWO_256));
            assertThat(x.minus(y).toBigInteger())
                    .isEqualTo(x.toBigInteger().subtract(y.toBigInteger()).mod(TWO_256));
            assertThat(Integer.signum(x.compareTo(y)))
                    .isEqualTo(x.toBigInteger().compareTo(y.toBigInteger()));
            assertThat(x.bitLength()).isEqualTo(x.toBigInteger().bitLength());
        }
    }

    @Test
    void moneyNeverWraps() {
        assertThatThrownBy(() -> UInt256.MAX.plusExact(UInt256.ONE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> UInt256.ZERO.minusExact(UInt256.ONE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> UInt256.MAX.timesExact(2)).isInstanceOf(ArithmeticException.class);
        assertThat(UInt256.of(3_000_000_000L).timesExact(5_000_000_000L).toBigInteger())
                .isEqualTo(BigInteger.valueOf(3_000_000_000L).multiply(BigInteger.valueOf(5_000_000_000L)));
    }

    @Test
    void everyFormComesBack() {
        Random random = new Random(2);
        for (int round = 0; round < 2_000; round++) {
            UInt256 x = number(random);

            assertThat(UInt256.of(x.toBigInteger())).isEqualTo(x);
            assertThat(UInt256.ofBytes(x.toMinimalArray())).isEqualTo(x);
            assertThat(UInt256.at(x.toArray(), 0)).isEqualTo(x);
            assertThat(UInt256.fromHex(x.toQuantity())).isEqualTo(x);
            assertThat(x.toHash().toUInt256()).isEqualTo(x);
        }
    }

    @Test
    void anAddressIsTheLowTwentyBytesOfAWord() {
        Address address = Address.fromHex("0x0102030405060708090a0b0c0d0e0f1011121314");

        assertThat(Address.ofWord(address.toWord())).isEqualTo(address);
        assertThat(Address.ofWord(UInt256.MAX).toHex()).isEqualTo("0x" + "ff".repeat(20));
        assertThat(address.toWord().toHash().toHex())
                .isEqualTo("0x" + "00".repeat(12) + address.toHex().substring(2));
    }

    /** Numbers of all sizes, and often those beside a limb's edge. */
    private static UInt256 number(Random random) {
        BigInteger value = new BigInteger(random.nextInt(257), random);
        return switch (random.nextInt(4)) {
            case 0 -> UInt256.of(BigInteger.ONE.shiftLeft(random.nextInt(256)).subtract(BigInteger.ONE));
            case 1 -> UInt256.of(BigInteger.ONE.shiftLeft(random.nextInt(256)));
            default -> UInt256.of(value);
        };
    }
}
