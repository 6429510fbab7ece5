// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The tree of {@link MerkleTree} as it grows: roots, inclusion and consistency proofs for every size it ever had, from the
 * hashes of complete subtrees alone. A consistency proof shows that nothing was changed between two sizes, only added.
 *
 * <p>Source: RFC 9162, sections 2.1.1, 2.1.3 and 2.1.4.
 */
public final class MerkleLog {
    /** A path or proof longer than this belongs to no tree whose size fits 63 bits: two hashes a level at most. */
    public static final int MAX_PROOF = 2 * Long.SIZE;

    private MerkleLog() {}

    /** The root when the log had {@code size} leaves. */
    public static Hash root(MerkleNodes nodes, long size) {
        return size == 0 ? MerkleTree.EMPTY : subtree(nodes, 0, size);
    }

    /** The hashes beside the way from leaf {@code index} to the root of {@code size} leaves, its own neighbour first. */
    public static List<Hash> inclusion(MerkleNodes nodes, long index, long size) {
        Invariant.check(index >= 0 && index < size, "leaf %d of %d", index, size);
        List<Hash> path = new ArrayList<>();
        collect(nodes, 0, size, index, path);
        return List.copyOf(path);
    }

    /** The proof that the first {@code first} of {@code second} leaves are as they were; empty if the sizes are equal. */
    public static List<Hash> consistency(MerkleNodes nodes, long first, long second) {
        Invariant.check(first >= 1 && first <= second, "consistency of %d with %d", first, second);
        List<Hash> proof = new ArrayList<>();
        prove(nodes, 0, second, first, true, proof);
        return List.copyOf(proof);
    }

    /**
     * Whether a proof shows that the tree of the second root begins with that of the first (RFC 9162, section 2.1.4.2).
     * Every log begins with the empty one, which needs no proof and admits none.
     */
    public static boolean isConsistent(long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> proof) {
        if (first < 0 || first > second || proof.size() > MAX_PROOF) {
            return false;
        }
        if (first == 0 || first == second) {
            return proof.isEmpty() && (first == 0 ? firstRoot.equals(MerkleTree.EMPTY) : firstRoot.equals(secondRoot));
        }
        return climbsToBoth(first, firstRoot, second, secondRoot, proof);
    }

    private static boolean climbsToBoth(long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> proof) {
        long position = first - 1;
        long last = second - 1;
        while ((position & 1) == 1) {
            position >>>= 1;
            last >>>= 1;
        }
        // A complete first tree is a node of the second; its hash is known and left out of the proof.
        boolean isComplete = position == 0;
        if (!isComplete && proof.isEmpty()) {
            return false;
        }
        Hash smaller = isComplete ? firstRoot : proof.getFirst();
        Hash larger = smaller;
        for (Hash beside : proof.subList(isComplete ? 0 : 1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                smaller = MerkleTree.node(beside, smaller);
                larger = MerkleTree.node(beside, larger);
                while ((position & 1) == 0 && position != 0) {
                    position >>>= 1;
                    last >>>= 1;
                }
            } else {
                larger = MerkleTree.node(larger, beside);
            }
            position >>>= 1;
            last >>>= 1;
        }
        return last == 0 && smaller.equals(firstRoot) && larger.equals(secondRoot);
    }

    private static Hash subtree(MerkleNodes nodes, long from, long to) {
        long leaves = to - from;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.node(level, from >>> level);
        }
        long middle = from + Long.highestOneBit(leaves);
        return MerkleTree.node(subtree(nodes, from, middle), subtree(nodes, middle, to));
    }

    private static void collect(MerkleNodes nodes, long from, long to, long index, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            collect(nodes, from, middle, index, path);
            path.add(subtree(nodes, middle, to));
        } else {
            collect(nodes, middle, to, index, path);
            path.add(subtree(nodes, from, middle));
        }
    }

    /** SUBPROOF of RFC 9162, section 2.1.4.1; {@code first} counts from {@code from}. */
    private static void prove(
            MerkleNodes nodes, long from, long to, long first, boolean isWholeFirstTree, List<Hash> proof) {
        if (first == to - from) {
            if (!isWholeFirstTree) {
                proof.add(subtree(nodes, from, to));
            }
            return;
        }
        long split = split(to - from);
        if (first <= split) {
            prove(nodes, from, from + split, first, isWholeFirstTree, proof);
            proof.add(subtree(nodes, from + split, to));
        } else {
            prove(nodes, from + split, to, first - split, false, proof);
            proof.add(subtree(nodes, from, from + split));
        }
    }

    /** The largest power of two below the number of leaves. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
