// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RlpTest {
    @Test
    void itemsOfEveryLengthComeBack() {
        for (int length : new int[] {0, 1, 2, 54, 55, 56, 57, 255, 256, 257, 65_535, 65_536}) {
            byte[] item = new byte[length];
            java.util.Arrays.fill(item, (byte) 0x7f);
            byte[] encoded = new RlpWriter()
                    .beginList()
                    .write(item)
                    .write(length)
                    .endList()
                    .toArray();

            RlpReader outer = new RlpReader(encoded);
            RlpReader list = outer.list();
            outer.end();
            assertThat(list.array()).isEqualTo(item);
            assertThat(list.longNumber()).isEqualTo(length);
            list.end();
        }
    }

    @Test
    void nestedListsCloseInOrder() {
        byte[] encoded = new RlpWriter()
                .beginList()
                .beginList()
                .endList()
                .beginList()
                .beginList()
                .endList()
                .endList()
                .endList()
                .toArray();

        assertThat(Hex.encode(encoded)).isEqualTo("0xc3c0c1c0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8100", // one byte below 0x80 encodes itself
                "b800", // a long form for a short string
                "b90001ff", // a length with a leading zero
                "f800", // a long form for a short list
                "83aabb", // shorter than it says
                "bfffffffffffffffff", // longer than anything
                "c3aa", // a list that reaches past the end
                "00" // fine by itself, but not a number: it has a leading zero
            })
    void onlyTheOneCanonicalEncodingIsAccepted(String hex) {
        RlpReader in = new RlpReader(Hex.decode(hex));

        assertThatThrownBy(() -> {
                    if (in.nextIsList()) {
                        in.list();
                    } else {
                        in.number();
                    }
                    in.end();
                })
                .isInstanceOf(RlpException.class);
    }

    @Test
    void hostileBytesAreRefusedWithOneExceptionAndNoOther() {
        Random random = new Random(3);
        int accepted = 0;
        for (int round = 0; round < 40_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                walk(new RlpReader(bytes));
                accepted++;
            } catch (RlpException expected) {
                // The only way to refuse.
            }
        }
        assertThat(accepted).isPositive();
    }

    private static void walk(RlpReader in) {
        while (in.hasMore()) {
            if (in.nextIsList()) {
                walk(in.list());
            } else {
                in.array();
            }
        }
    }
}
