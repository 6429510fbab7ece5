// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The maps to points of BLS12-381 against a model of RFC 9380 in plain integers. */
class BlsMapTest {
    private static final BigInteger MODULUS = BlsFp2.MODULUS;

    private final Random random = new Random(12);

    @Test
    void elementsOfTheBaseFieldMapAsInTheModel() {
        for (BigInteger u : elements()) {
            assertThat(new BlsMap.ToG1().run(encoded(u))).as("%x", u).isEqualTo(BlsMapModel.toG1(u));
        }
    }

    @Test
    void elementsOfTheExtensionMapAsInTheModel() {
        for (BigInteger a : elements()) {
            for (BigInteger b : List.of(BigInteger.ZERO, BigInteger.ONE, a, MODULUS.subtract(BigInteger.ONE))) {
                assertThat(new BlsMap.ToG2().run(encoded(a, b)))
                        .as("%x, %x", a, b)
                        .isEqualTo(BlsMapModel.toG2(a, b));
            }
        }
    }

    @Test
    void whatIsNoElementIsRefused() {
        assertThat(new BlsMap.ToG1().run(encoded(MODULUS))).isNull();
        assertThat(new BlsMap.ToG1().run(encoded(BigInteger.ONE.shiftLeft(384))))
                .isNull();
        assertThat(new BlsMap.ToG1().run(new byte[63])).isNull();
        assertThat(new BlsMap.ToG1().run(new byte[128])).isNull();
        assertThat(new BlsMap.ToG2().run(encoded(BigInteger.ONE, MODULUS))).isNull();
        assertThat(new BlsMap.ToG2().run(encoded(MODULUS, BigInteger.ONE))).isNull();
        assertThat(new BlsMap.ToG2().run(new byte[64])).isNull();
    }

    private List<BigInteger> elements() {
        List<BigInteger> elements = new ArrayList<>(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                MODULUS.shiftRight(1),
                MODULUS.subtract(BigInteger.TWO),
                MODULUS.subtract(BigInteger.ONE)));
        for (int i = 0; i < 20; i++) {
            elements.add(new BigInteger(400, random).mod(MODULUS));
        }
        return elements;
    }

    private static byte[] encoded(BigInteger... elements) {
        byte[] input = new byte[64 * elements.length];
        for (int i = 0; i < elements.length; i++) {
            byte[] bytes = elements[i].toByteArray();
            System.arraycopy(bytes, 0, input, 64 * (i + 1) - bytes.length, bytes.length);
        }
        return input;
    }
}
