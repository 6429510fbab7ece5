// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.KeccakBatch;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/** Nodes as bytes, and their hashes (Yellow Paper, appendix D). */
final class NodeCodec {
    private static final byte[] NOTHING = new byte[0];
    private static final int BRANCH_BYTES = 544;
    private static final int SHORT_STRING = 0x80;
    private static final int SHORT_LIST = 0xc0;
    private static final int LONG_LIST = 0xf7;

    private NodeCodec() {}

    /** The root hash; every node of the tree then has its reference. */
    static Hash rootHash(@Nullable Node root) {
        if (root == null) {
            return OrderedTrie.EMPTY_ROOT;
        }
        List<List<Node>> levels = new ArrayList<>();
        collect(root, levels);
        levels.forEach(NodeCodec::refer);
        byte[] reference = reference(root);
        return Node.isHashed(reference) ? Hash.at(reference, 1) : Keccak.hash(reference);
    }

    /**
     * Sorts the nodes that lack a reference by how far above the lowest such node they stand.
     *
     * @return the level of this node; -1 if it lacks none
     */
    private static int collect(Node node, List<List<Node>> levels) {
        if (node.reference() != null) {
            return -1;
        }
        int below = -1;
        if (node instanceof Extension extension) {
            below = collect(extension.child(), levels);
        } else if (node instanceof Branch branch) {
            for (int slot = 0; slot < Node.END; slot++) {
                Node child = branch.isReplaced(slot) ? branch.child(slot) : null;
                below = child == null ? below : Math.max(below, collect(child, levels));
            }
        }
        int level = below + 1;
        if (levels.size() == level) {
            levels.add(new ArrayList<>());
        }
        levels.get(level).add(node);
        return level;
    }

    /** Names nodes none of which is below another, so that all can be hashed at once. */
    private static void refer(List<Node> nodes) {
        List<Node> hashed = new ArrayList<>(nodes.size());
        List<byte[]> inputs = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            byte[] encoded = written(node);
            node.keep(encoded);
            if (encoded.length < Hash.SIZE) {
                node.refer(encoded);
            } else {
                hashed.add(node);
                inputs.add(encoded);
            }
        }
        Hash[] hashes = KeccakBatch.hash(inputs);
        for (int i = 0; i < hashes.length; i++) {
            byte[] reference = new byte[1 + Hash.SIZE];
            reference[0] = (byte) (SHORT_STRING + Hash.SIZE);
            hashes[i].writeTo(reference, 1);
            hashed.get(i).refer(reference);
        }
    }

    /** How the parent names a node, which must be known. */
    static byte[] reference(Node node) {
        return Invariant.present(node.reference());
    }

    static byte[] encode(Node node) {
        byte[] kept = node.encoded();
        return kept != null && node.reference() != null ? kept : written(node);
    }

    private static byte[] written(Node node) {
        return switch (node) {
            case Leaf leaf -> {
                byte[] path = HexPrefix.encode(leaf.path(), 0, leaf.path().length - 1, true);
                int size = path.length + leaf.value().length + 8;
                yield new RlpWriter(size)
                        .beginList()
                        .write(path)
                        .write(leaf.value())
                        .endList()
                        .toArray();
            }
            case Extension extension -> {
                byte[] path = HexPrefix.encode(extension.path(), 0, extension.path().length, false);
                yield new RlpWriter(path.length + 48)
                        .beginList()
                        .write(path)
                        .writeRaw(reference(extension.child()))
                        .endList()
                        .toArray();
            }
            case Branch branch -> {
                byte[] earlier = branch.encoded();
                byte[] patched = earlier == null ? null : patched(earlier, branch);
                yield patched == null ? written(branch) : patched;
            }
            case Stub stub -> throw new IllegalArgumentException("only the store has the bytes of " + stub.hash());
        };
    }

    /**
     * The bytes of an earlier version with the hashes of those children that are new; null where a child came, went or grew.
     * Looks at no other child, for there are many and most of them are far away in memory.
     */
    private static byte @Nullable [] patched(byte[] earlier, Branch branch) {
        byte[] bytes = earlier.clone();
        int at = lead(bytes[0]);
        for (int slot = 0; slot < Node.END; slot++) {
            int size = size(bytes[at]);
            if (branch.isReplaced(slot)) {
                Node child = branch.child(slot);
                byte[] reference = child == null ? NOTHING : reference(child);
                if (reference.length != size || !Node.isHashed(reference)) {
                    return null;
                }
                System.arraycopy(reference, 0, bytes, at, size);
            }
            at += size;
        }
        return branch.isReplaced(Node.END) ? null : bytes;
    }

    /** Bytes before the first item of a list. */
    private static int lead(byte first) {
        return Math.max(1, (first & 0xff) - LONG_LIST + 1);
    }

    /** Bytes of a child's item by its first one: nothing, a hash, or a node of less than 32 bytes. */
    private static int size(byte first) {
        int tag = first & 0xff;
        return 1 + tag - (tag < SHORT_LIST ? SHORT_STRING : SHORT_LIST);
    }

    private static byte[] written(Branch branch) {
        var writer = new RlpWriter(BRANCH_BYTES).beginList();
        for (int slot = 0; slot < Node.END; slot++) {
            Node child = branch.child(slot);
            if (child == null) {
                writer.write(NOTHING);
            } else {
                writer.writeRaw(reference(child));
            }
        }
        return writer.write(branch.child(Node.END) instanceof Leaf leaf ? leaf.value() : NOTHING)
                .endList()
                .toArray();
    }

    /** The node that a stub stands for; its children are stubs, except those that stand inside it. */
    static Node decode(Stub stub, byte[] encoded, long generation) {
        var outer = new RlpReader(encoded);
        Node node = decode(outer.list(), generation);
        outer.end();
        node.refer(encoded.length < Hash.SIZE ? encoded : stub.reference());
        if (node instanceof Branch) {
            node.keep(encoded);
        }
        return node;
    }

    private static Node decode(RlpReader items, long generation) {
        byte[] first = items.raw();
        byte[] second = items.raw();
        if (items.hasMore()) {
            return branch(first, second, items, generation);
        }
        byte[] packed = new RlpReader(first).array();
        byte[] path = HexPrefix.decode(packed);
        if (!HexPrefix.isLeaf(packed)) {
            return new Extension(generation, path, child(second, generation));
        }
        byte[] ended = Arrays.copyOf(path, path.length + 1);
        ended[path.length] = Node.END;
        return new Leaf(generation, ended, new RlpReader(second).array(), null);
    }

    private static Branch branch(byte[] first, byte[] second, RlpReader items, long generation) {
        var branch = new Branch(generation);
        for (int slot = 0; slot < Node.END; slot++) {
            byte[] item = slot == 0 ? first : slot == 1 ? second : items.raw();
            if (item.length > 1) {
                branch.setChild(slot, child(item, generation));
            }
        }
        byte[] value = items.array();
        if (value.length > 0) {
            var leaf = new Leaf(generation, NOTHING, value, null);
            branch.setChild(Node.END, leaf);
        }
        items.end();
        return branch;
    }

    private static Node child(byte[] reference, long generation) {
        return Node.isHashed(reference) ? new Stub(reference) : inside(reference, generation);
    }

    private static Node inside(byte[] encoded, long generation) {
        Node node = decode(new RlpReader(encoded).list(), generation);
        node.refer(encoded);
        return node;
    }
}
