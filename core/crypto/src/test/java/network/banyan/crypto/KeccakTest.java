// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.banyan.primitives.Hash;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

/** Against BouncyCastle, at all lengths around the ends of blocks. */
class KeccakTest {
    private static final int LONGEST = 600;

    private final Random random = new Random(7);

    @Test
    void hashesOneByOne() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] input = bytes(length);
            assertThat(Keccak.hash(input)).isEqualTo(expected(input));
        }
    }

    @Test
    void hashesSideBySide() {
        List<byte[]> inputs = new ArrayList<>();
        IntStream.rangeClosed(0, LONGEST).forEach(length -> inputs.add(bytes(length)));
        IntStream.range(0, 1_000).forEach(_ -> inputs.add(bytes(random.nextInt(LONGEST))));
        Hash[] hashes = new Hash[inputs.size()];
        KeccakBatch.sideBySide(inputs, hashes);
        assertThat(hashes)
                .containsExactlyElementsOf(
                        inputs.stream().map(KeccakTest::expected).toList());
    }

    @Test
    void hashesAnyNumberAtOnce() {
        for (int count = 0; count < 40; count++) {
            List<byte[]> inputs =
                    IntStream.range(0, count).mapToObj(_ -> bytes(20)).toList();
            assertThat(KeccakBatch.hash(inputs))
                    .containsExactlyElementsOf(
                            inputs.stream().map(KeccakTest::expected).toList());
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Hash expected(byte[] input) {
        var digest = new KeccakDigest(256);
        digest.update(input, 0, input.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return Hash.of(hash);
    }
}
