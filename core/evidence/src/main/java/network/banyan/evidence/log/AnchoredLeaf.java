// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.MerkleTree;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * All that ties a record in a gateway's log to the chain: the leaf, its way to a root that was anchored, and the transaction
 * that anchored it.
 *
 * @param record the leaf's bytes
 * @param index of the leaf in the log, from 0
 * @param size leaves of the log when it was anchored
 * @param path from the leaf to the anchored root
 * @param transaction hash of the transaction that anchored it
 */
public record AnchoredLeaf(Hash gateway, Bytes record, long index, long size, List<Hash> path, Hash transaction) {
    public AnchoredLeaf {
        path = List.copyOf(path);
    }

    /** The root that must stand in the transaction's event; empty if the path cannot belong to this leaf. */
    public Optional<Hash> root() {
        return MerkleTree.climb(MerkleTree.leafHash(record), index, size, path);
    }
}
