// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    @Test
    void hashesLeavesAndNodesWithDifferentPrefixes() {
        assertThat(MerkleTree.EMPTY.toHex())
                .isEqualTo("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(MerkleTree.leafHash(Bytes.EMPTY).toHex())
                .isEqualTo("0x6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    /** Roots that certificate transparency's reference implementations publish for these eight leaves. */
    @Test
    void givesTheRootsOfTheReferenceTrees() {
        List<Hash> leaves = new ArrayList<>();
        for (String leaf : List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")) {
            leaves.add(MerkleTree.leafHash(Bytes.fromHex(leaf)));
        }
        assertThat(MerkleTree.root(leaves.subList(0, 2)).toHex())
                .isEqualTo("0xfac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assertThat(MerkleTree.root(leaves.subList(0, 3)).toHex())
                .isEqualTo("0xaeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
        assertThat(MerkleTree.root(leaves.subList(0, 5)).toHex())
                .isEqualTo("0x4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4");
        assertThat(MerkleTree.root(leaves).toHex())
                .isEqualTo("0x5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void everyLeafOfEverySmallTreeClimbsToItsRootAndNowhereElse() {
        List<Hash> leaves = new ArrayList<>();
        for (int size = 1; size <= 33; size++) {
            leaves.add(MerkleTree.leafHash(Bytes.wrap(new byte[] {(byte) size})));
            Hash root = MerkleTree.root(leaves);
            for (int index = 0; index < size; index++) {
                List<Hash> path = MerkleTree.path(leaves, index);
                assertThat(MerkleTree.climb(leaves.get(index), index, size, path))
                        .contains(root);
                for (int other = 0; other < size; other++) {
                    if (other != index) {
                        assertThat(MerkleTree.climb(leaves.get(index), other, size, path))
                                .isNotEqualTo(Optional.of(root));
                    }
                }
            }
        }
    }

    @Test
    void refusesPathsOfAnotherLength() {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            leaves.add(MerkleTree.leafHash(Bytes.wrap(new byte[] {(byte) i})));
        }
        List<Hash> path = MerkleTree.path(leaves, 6);
        List<Hash> longer = new ArrayList<>(path);
        longer.add(Hash.ZERO);
        assertThat(MerkleTree.climb(leaves.get(6), 6, 7, longer)).isEmpty();
        assertThat(MerkleTree.climb(leaves.get(6), 6, 7, path.subList(0, 1))).isEmpty();
        assertThat(MerkleTree.climb(leaves.get(6), 7, 7, path)).isEmpty();
        assertThat(MerkleTree.climb(leaves.get(6), -1, 7, path)).isEmpty();
        assertThat(MerkleTree.climb(leaves.get(6), 0, 0, List.of())).isEmpty();
        assertThat(MerkleTree.climb(leaves.get(6), 1L << 62, Long.MAX_VALUE, path))
                .isEmpty();
    }
}
