// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class MerkleLogTest {
    private static final int LEAVES = 70;

    private final List<Hash> leaves = IntStream.range(0, LEAVES)
            .mapToObj(i -> Sha256.hash(new byte[] {(byte) i}))
            .toList();

    /** Complete subtrees straight from their definition. */
    private final MerkleNodes nodes =
            (level, index) -> MerkleTree.root(leaves.subList((int) (index << level), (int) ((index + 1) << level)));

    private Hash root(int size) {
        return MerkleTree.root(leaves.subList(0, size));
    }

    @Test
    void rootsAndInclusionPathsAreThoseOfTheTreeAtEverySize() {
        for (int size = 0; size <= LEAVES; size++) {
            assertThat(MerkleLog.root(nodes, size)).isEqualTo(root(size));
            for (int index = 0; index < size; index++) {
                List<Hash> path = MerkleLog.inclusion(nodes, index, size);
                assertThat(path).isEqualTo(MerkleTree.path(leaves.subList(0, size), index));
            }
        }
    }

    @Test
    void everySizeIsConsistentWithEveryLaterOne() {
        for (int second = 0; second <= LEAVES; second++) {
            for (int first = 0; first <= second; first++) {
                List<Hash> proof = first == 0 ? List.of() : MerkleLog.consistency(nodes, first, second);
                assertThat(MerkleLog.isConsistent(first, root(first), second, root(second), proof))
                        .as("%d with %d", first, second)
                        .isTrue();
            }
        }
    }

    @Test
    void aProofWithAnythingChangedIsRefused() {
        for (int second = 2; second <= LEAVES; second += 3) {
            for (int first = 1; first < second; first++) {
                List<Hash> proof = MerkleLog.consistency(nodes, first, second);
                Hash stray = Sha256.hash(new byte[] {99, 99});

                assertThat(MerkleLog.isConsistent(first, stray, second, root(second), proof))
                        .isFalse();
                assertThat(MerkleLog.isConsistent(first, root(first), second, stray, proof))
                        .isFalse();
                assertThat(MerkleLog.isConsistent(first, root(first), second, root(second), with(proof, stray)))
                        .isFalse();
                assertThat(MerkleLog.isConsistent(
                                first, root(first), second, root(second), proof.subList(0, proof.size() - 1)))
                        .isFalse();
                for (int i = 0; i < proof.size(); i++) {
                    List<Hash> tampered = new ArrayList<>(proof);
                    tampered.set(i, stray);
                    assertThat(MerkleLog.isConsistent(first, root(first), second, root(second), tampered))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aLogThatRewroteALeafIsFoundOut() {
        List<Hash> rewritten = new ArrayList<>(leaves);
        rewritten.set(3, Sha256.hash(new byte[] {77}));
        MerkleNodes other = (level, index) ->
                MerkleTree.root(rewritten.subList((int) (index << level), (int) ((index + 1) << level)));

        for (int first = 4; first < LEAVES; first++) {
            assertThat(MerkleLog.isConsistent(
                            first,
                            root(first),
                            LEAVES,
                            MerkleLog.root(other, LEAVES),
                            MerkleLog.consistency(other, first, LEAVES)))
                    .isFalse();
        }
    }

    @Test
    void nonsenseIsRefusedWithoutFailing() {
        List<Hash> endless = java.util.Collections.nCopies(MerkleLog.MAX_PROOF + 1, Hash.ZERO);
        assertThat(MerkleLog.isConsistent(-1, Hash.ZERO, 5, root(5), List.of())).isFalse();
        assertThat(MerkleLog.isConsistent(6, root(6), 5, root(5), List.of())).isFalse();
        assertThat(MerkleLog.isConsistent(5, root(5), 5, root(6), List.of())).isFalse();
        assertThat(MerkleLog.isConsistent(5, root(5), 5, root(5), List.of(root(5))))
                .isFalse();
        assertThat(MerkleLog.isConsistent(3, root(3), 5, root(5), List.of())).isFalse();
        assertThat(MerkleLog.isConsistent(0, root(3), 5, root(5), List.of())).isFalse();
        assertThat(MerkleLog.isConsistent(1, root(1), Long.MAX_VALUE, root(5), endless))
                .isFalse();
    }

    private static List<Hash> with(List<Hash> proof, Hash more) {
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(more);
        return longer;
    }
}
