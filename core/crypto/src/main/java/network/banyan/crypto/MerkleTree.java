// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The Merkle tree of certificate transparency over SHA-256: leaves and inner nodes are hashed with different prefixes, so
 * neither can pass for the other, and a tree of any size has exactly one shape.
 *
 * <p>Source: RFC 9162, section 2.1; {@code RFC9162_SHA256} in RFC 9942.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** Root of the tree without leaves: SHA-256 of nothing. */
    public static final Hash EMPTY = Sha256.hash(new byte[0]);

    private MerkleTree() {}

    public static Hash leafHash(Bytes leaf) {
        var digest = Sha256.digest();
        digest.update(LEAF);
        digest.update(leaf.unsafeArray());
        return Hash.at(digest.digest(), 0);
    }

    /** The root over leaves given by their {@link #leafHash}. */
    public static Hash root(List<Hash> leafHashes) {
        return leafHashes.isEmpty() ? EMPTY : subtree(leafHashes, 0, leafHashes.size());
    }

    /** The hashes beside the way from a leaf to the root, the leaf's own neighbour first. */
    public static List<Hash> path(List<Hash> leafHashes, int index) {
        Invariant.check(index >= 0 && index < leafHashes.size(), "leaf %d of %d", index, leafHashes.size());
        List<Hash> path = new ArrayList<>();
        collect(leafHashes, 0, leafHashes.size(), index, path);
        return List.copyOf(path);
    }

    /**
     * The root that a leaf and its path lead to; empty if a path of this length cannot belong to this leaf of a tree of
     * this size. Compare it with a root you trust: the path proves nothing by itself, and neither does {@code size}.
     */
    public static Optional<Hash> climb(Hash leafHash, long index, long size, List<Hash> path) {
        if (index < 0 || index >= size) {
            return Optional.empty();
        }
        Hash reached = leafHash;
        long position = index;
        long last = size - 1;
        for (Hash beside : path) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((position & 1) == 1 || position == last) {
                reached = node(beside, reached);
                while ((position & 1) == 0 && position != 0) {
                    position >>>= 1;
                    last >>>= 1;
                }
            } else {
                reached = node(reached, beside);
            }
            position >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(reached) : Optional.empty();
    }

    private static Hash subtree(List<Hash> leaves, int from, int to) {
        if (to - from == 1) {
            return leaves.get(from);
        }
        int middle = from + split(to - from);
        return node(subtree(leaves, from, middle), subtree(leaves, middle, to));
    }

    private static void collect(List<Hash> leaves, int from, int to, int index, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        int middle = from + split(to - from);
        if (index < middle) {
            collect(leaves, from, middle, index, path);
            path.add(subtree(leaves, middle, to));
        } else {
            collect(leaves, middle, to, index, path);
            path.add(subtree(leaves, from, middle));
        }
    }

    /** The largest power of two below the number of leaves. */
    private static int split(int leaves) {
        return Integer.highestOneBit(leaves - 1);
    }

    /** The hash of the inner node above two others. */
    public static Hash node(Hash left, Hash right) {
        byte[] input = new byte[1 + 2 * Hash.SIZE];
        input[0] = NODE;
        left.writeTo(input, 1);
        right.writeTo(input, 1 + Hash.SIZE);
        return Sha256.hash(input);
    }
}
