// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import network.banyan.primitives.Hash;

/** Where a growing Merkle tree keeps its hashes. Only complete subtrees are asked for, and those never change. */
@FunctionalInterface
public interface MerkleNodes {
    /**
     * The hash over leaves {@code index * 2^level} to {@code (index + 1) * 2^level - 1}, all of which exist.
     *
     * @param level 0 for leaf hashes
     */
    Hash node(int level, long index);
}
