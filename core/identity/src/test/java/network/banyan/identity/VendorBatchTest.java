// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roots of the ids 1, 2, 3 ... as contracts/test/batch.mjs has them, which shares no line with ours. */
class VendorBatchTest {
    @ParameterizedTest
    @CsvSource({
        "1, b10e2d527612073b26eecdfd717e6a320cf44b4afac2b0732d9fcbe2b7fa0cf6, 0",
        "2, 2a171b5bcd1449348c3e09a5424946b5e6d6f5471221941d585131d673952ee4, 1",
        "3, 4cdbcd942bd29b80bbd5eb9929ec8d0ea9c97d2690f9d2f8318390505ec1a769, 1",
        "5, 9be4d908ee1467e12177bdda3d2712a12e7a2445350dccd4be9c218066530b19, 1",
        "8, e94612d3d7bb2fb0388e167fa61f1425807e5ed2c2df1ebbcb68bfe73280812e, 3",
        "1000, 147c1ac0abf462d97b0f59c5d3616f81c96566d1e2ddab5359f16c3bf0b48cc9, 8"
    })
    void theRootIsWhatOthersCompute(int count, String root, int lastProof) {
        var batch = new VendorBatch(ids(count));
        assertThat(batch.root()).isEqualTo(Hash.fromHex(root));
        assertThat(batch.proof(count - 1)).hasSize(lastProof);
        for (int i = 0; i < count; i++) {
            assertThat(climb(ids(count).get(i), batch.proof(i))).isEqualTo(batch.root());
        }
        assertThatThrownBy(() -> batch.proof(count)).isInstanceOf(Invariant.Violation.class);
    }

    @Test
    void whoIsNotInTheBatchHasNoProof() {
        var batch = new VendorBatch(ids(7));
        for (int i = 0; i < 7; i++) {
            assertThat(climb(UInt256.of(99).toHash(), batch.proof(i))).isNotEqualTo(batch.root());
        }
        assertThatThrownBy(() -> new VendorBatch(List.of())).isInstanceOf(Invariant.Violation.class);
    }

    private static Hash climb(Hash id, List<Hash> proof) {
        Hash at = Keccak.hash(id.toArray());
        for (Hash sibling : proof) {
            boolean ordered = at.toHex().compareTo(sibling.toHex()) < 0;
            byte[] both = new byte[64];
            (ordered ? at : sibling).writeTo(both, 0);
            (ordered ? sibling : at).writeTo(both, 32);
            at = Keccak.hash(both);
        }
        return at;
    }

    private static List<Hash> ids(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> UInt256.of(number).toHash())
                .toList();
    }
}
