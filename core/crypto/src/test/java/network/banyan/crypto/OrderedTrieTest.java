// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.junit.jupiter.api.Test;

class OrderedTrieTest {
    @Test
    void theEmptyTrieHasEthereumsRoot() {
        assertThat(OrderedTrie.root(List.of()))
                .isEqualTo(Hash.fromHex("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"));
    }

    /** Roots that pin the format; every fork in RLP's length of the index is crossed. */
    @Test
    void rootsAreThoseOfAStraightforwardTrie() {
        var random = new Random(7);
        for (int size : new int[] {1, 2, 3, 15, 16, 17, 127, 128, 129, 255, 256, 257, 300}) {
            for (int longest : new int[] {1, 8, 40, 200}) {
                List<byte[]> values = values(random, size, longest);
                assertThat(OrderedTrie.root(values))
                        .as("%d values of up to %d bytes", size, longest)
                        .isEqualTo(NaiveTrie.root(IntStream.range(0, size)
                                .mapToObj(i -> new NaiveTrie.Entry(OrderedTrie.key(i), Bytes.wrap(values.get(i))))
                                .toList()));
            }
        }
    }

    @Test
    void everyValueHasAProof() {
        var random = new Random(8);
        for (int size : new int[] {1, 2, 16, 130, 260}) {
            for (int longest : new int[] {1, 30, 300}) {
                List<byte[]> values = values(random, size, longest);
                Hash root = OrderedTrie.root(values);
                for (int i = 0; i < size; i++) {
                    var proof = OrderedTrie.proof(values, i);
                    var shown = PatriciaProof.verify(root, OrderedTrie.key(i).unsafeArray(), proof);
                    assertThat(shown).isEqualTo(new PatriciaProof.Outcome.Present(Bytes.wrap(values.get(i))));
                }
            }
        }
    }

    @Test
    void anEmptyValueIsTheCallersMistake() {
        assertThatThrownBy(() -> OrderedTrie.root(List.of(new byte[0]))).isInstanceOf(Invariant.Violation.class);
        assertThatThrownBy(() -> OrderedTrie.proof(List.of(), 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    static List<byte[]> values(Random random, int size, int longest) {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] value = new byte[1 + random.nextInt(longest)];
            random.nextBytes(value);
            values.add(value);
        }
        return values;
    }
}
