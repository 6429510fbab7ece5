// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Against the worked examples of the ABI's specification, and against hostile answers. */
class AbiTest {
    private static final AbiValue TEN_DIGITS = AbiValue.of(Hash.fromHex("0x31323334353637383930" + "00".repeat(22)));

    @Test
    void theSpecificationsDynamicExampleIsEncodedByteForByte() {
        Bytes call = AbiValue.call(
                "f(uint256,uint32[],bytes10,bytes)",
                AbiValue.of(0x123),
                AbiValue.ofNumbers(List.of(0x456, 0x789)),
                TEN_DIGITS,
                AbiValue.of("Hello, world!"));

        assertThat(call.toHex())
                .isEqualTo("0x8be65246"
                        + word("123")
                        + word("80")
                        + "31323334353637383930" + "00".repeat(22)
                        + word("e0")
                        + word("2")
                        + word("456")
                        + word("789")
                        + word("d")
                        + "48656c6c6f2c20776f726c6421" + "00".repeat(19));
    }

    @Test
    void theSpecificationsNestedExampleIsEncodedByteForByte() {
        Bytes call = AbiValue.call(
                "g(uint256[][],string[])",
                new AbiValue.Items(List.of(AbiValue.ofNumbers(List.of(1, 2)), AbiValue.ofNumbers(List.of(3)))),
                new AbiValue.Items(List.of(AbiValue.of("one"), AbiValue.of("two"), AbiValue.of("three"))));

        StringBuilder expected = new StringBuilder("0x2289b18c");
        for (String each : List.of("40", "140", "2", "40", "a0", "2", "1", "2", "1", "3", "3", "60", "a0", "e0", "3")) {
            expected.append(word(each));
        }
        expected.append("6f6e65" + "00".repeat(29)).append(word("3")).append("74776f" + "00".repeat(29));
        expected.append(word("5")).append("7468726565" + "00".repeat(27));
        assertThat(call.toHex()).isEqualTo(expected.toString());
    }

    private static String word(String digits) {
        return "0".repeat(64 - digits.length()) + digits;
    }

    @Test
    void whatIsEncodedIsReadBack() {
        Address address = Address.fromHex("0x00000000000000000000000000000000000b0b00");
        Bytes call = AbiValue.call(
                "h(bool,(address,string,uint8),(uint8,uint8)[],bytes)",
                AbiValue.of(true),
                AbiValue.tuple(AbiValue.of(address), AbiValue.of("größer"), AbiValue.of(7)),
                new AbiValue.Items(List.of(pair(1, 2), pair(3, 4))),
                AbiValue.of(Bytes.EMPTY));

        AbiReader in = AbiReader.ofArguments(call);
        assertThat(in.flag()).isTrue();
        AbiReader struct = in.struct();
        assertThat(struct.address()).isEqualTo(address);
        assertThat(struct.text(32)).isEqualTo("größer");
        assertThat(struct.number(8)).isEqualTo(7);
        assertThat(in.list(2, item -> item.number(8) * 10 + item.number(8))).containsExactly(12L, 34L);
        assertThat(in.bytes(0)).isEqualTo(Bytes.EMPTY);
    }

    private static AbiValue pair(long a, long b) {
        return AbiValue.tuple(AbiValue.of(a), AbiValue.of(b));
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        refused("", AbiReader::word);
        refused("ff".repeat(32), in -> in.number(63));
        refused(word("2"), AbiReader::flag);
        refused("ff".repeat(32), AbiReader::address);
        refused(word("21"), in -> in.bytes(10));
        refused(word("7fffffff"), in -> in.bytes(10));
        refused(word("20") + word("b") + "00".repeat(32), in -> in.bytes(10));
        refused(word("20") + word("7fffffff"), in -> in.bytes(Integer.MAX_VALUE));
        refused(word("20") + word("2") + word("1"), in -> in.list(2, AbiReader::word));
        refused(word("20") + word("3") + "00".repeat(96), in -> in.list(2, AbiReader::word));
        assertThatThrownBy(() -> AbiReader.ofArguments(Bytes.fromHex("0x123456")))
                .isInstanceOf(AbiException.class);
    }

    private static void refused(String data, java.util.function.Consumer<AbiReader> read) {
        AbiReader in = AbiReader.ofOutput(Bytes.fromHex("0x" + data));
        assertThatThrownBy(() -> read.accept(in)).isInstanceOf(AbiException.class);
    }

    @Test
    void randomBytesAreReadOrRefusedAndNothingElse() {
        Random random = new Random(42);
        int refusals = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[random.nextInt(8) * 32 + random.nextInt(3)];
            for (int at = 31; at < data.length; at += 32) {
                data[at] = (byte) (random.nextInt(10) * 16);
                data[at - 1] = (byte) (random.nextInt(20) == 0 ? 0xff : 0);
            }
            try {
                AbiReader in = AbiReader.ofOutput(Bytes.wrap(data));
                in.list(4, item -> item.struct().text(64));
                in.struct().bytes(64);
            } catch (AbiException refused) {
                refusals++;
            }
        }
        assertThat(refusals).isBetween(1_000, 19_999);
    }
}
