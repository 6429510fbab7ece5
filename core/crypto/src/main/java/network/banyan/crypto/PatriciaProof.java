// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;

/**
 * Checks what a Merkle Patricia trie holds under a key, knowing only its root: the light client's side of
 * {@code eth_getProof} (EIP-1186) and of transaction and receipt proofs.
 *
 * <p>Strict: the nodes are exactly those on the key's path, in order, from the root; each has the hash its parent names and
 * the one encoding a trie gives it. There is one valid proof for a key, so whoever stores proofs can compare them.
 */
public final class PatriciaProof {
    /** What a proof shows. */
    public sealed interface Outcome {
        /** The trie holds this value under the key. */
        record Present(Bytes value) implements Outcome {}

        /** The trie holds nothing under the key. */
        record Absent() implements Outcome {}

        /** The nodes show nothing; the reason is for people. */
        record Broken(String reason) implements Outcome {}
    }

    private static final int BRANCH_ITEMS = 17;

    private final byte[] path;
    private final List<Bytes> nodes;
    private int depth;
    private int used;

    private PatriciaProof(byte[] path, List<Bytes> nodes) {
        this.path = path;
        this.nodes = nodes;
    }

    /**
     * @param key as it stands in the trie: already hashed where the trie hashes its keys
     * @param nodes encoded nodes from the root; none for the empty trie
     */
    public static Outcome verify(Hash root, byte[] key, List<Bytes> nodes) {
        if (root.equals(OrderedTrie.EMPTY_ROOT)) {
            return nodes.isEmpty() ? new Outcome.Absent() : new Outcome.Broken("the trie is empty, the proof is not");
        }
        var proof = new PatriciaProof(HexPrefix.nibbles(key), nodes);
        try {
            Outcome outcome = proof.walk(proof.take(root));
            if (proof.used < nodes.size()) {
                return new Outcome.Broken((nodes.size() - proof.used) + " nodes too many");
            }
            return outcome;
        } catch (RlpException e) {
            return new Outcome.Broken("node " + Math.max(0, proof.used - 1) + ": " + e.getMessage());
        }
    }

    /** Goes down from an encoded node to where the key ends or leaves the trie. */
    private Outcome walk(byte[] root) {
        byte[] node = root;
        while (true) {
            List<byte[]> items = items(node);
            if (items.size() == BRANCH_ITEMS) {
                if (depth == path.length) {
                    return value(items.get(16));
                }
                byte[] child = items.get(path[depth++]);
                if (isEmpty(child)) {
                    return new Outcome.Absent();
                }
                node = follow(child);
                continue;
            }
            byte[] packed = new RlpReader(items.get(0)).array();
            byte[] segment = HexPrefix.decode(packed);
            boolean matches = continuesWith(segment);
            if (HexPrefix.isLeaf(packed)) {
                Outcome held = value(items.get(1));
                if (held instanceof Outcome.Absent) {
                    throw new RlpException("leaf without a value");
                }
                return matches && depth + segment.length == path.length ? held : new Outcome.Absent();
            }
            if (segment.length == 0 || isEmpty(items.get(1))) {
                throw new RlpException("extension that leads nowhere");
            }
            if (!matches) {
                return new Outcome.Absent();
            }
            depth += segment.length;
            node = follow(items.get(1));
        }
    }

    private byte[] follow(byte[] reference) {
        if ((reference[0] & 0xff) >= 0xc0) {
            if (reference.length >= Hash.SIZE) {
                throw new RlpException("a node of " + reference.length + " bytes stands inside its parent");
            }
            return reference;
        }
        return take(new RlpReader(reference).hash());
    }

    private byte[] take(Hash hash) {
        if (used == nodes.size()) {
            throw new RlpException("the proof ends early");
        }
        Bytes node = nodes.get(used++);
        if (!Keccak.hash(node).equals(hash)) {
            throw new RlpException("the hash is not the one its parent names");
        }
        if (used > 1 && node.size() < Hash.SIZE) {
            throw new RlpException("a node of " + node.size() + " bytes belongs inside its parent");
        }
        return node.unsafeArray();
    }

    private static List<byte[]> items(byte[] node) {
        var outer = new RlpReader(node);
        List<byte[]> items = outer.list(RlpReader::raw);
        outer.end();
        if (items.size() != 2 && items.size() != BRANCH_ITEMS) {
            throw new RlpException("a node has 2 or 17 items, not " + items.size());
        }
        return items;
    }

    private static Outcome value(byte[] item) {
        Bytes value = new RlpReader(item).bytes();
        return value.isEmpty() ? new Outcome.Absent() : new Outcome.Present(value);
    }

    private static boolean isEmpty(byte[] item) {
        return item.length == 1 && item[0] == (byte) 0x80;
    }

    private boolean continuesWith(byte[] segment) {
        if (path.length - depth < segment.length) {
            return false;
        }
        for (int i = 0; i < segment.length; i++) {
            if (path[depth + i] != segment[i]) {
                return false;
            }
        }
        return true;
    }
}
