// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Arrays;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Hash;
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

    private NodeCodec() {}

    /** The root hash; every node of the tree then has its reference. */
    static Hash rootHash(@Nullable Node root) {
        if (root == null) {
            return OrderedTrie.EMPTY_ROOT;
        }
        byte[] reference = reference(root);
        return Node.isHashed(reference) ? Hash.at(reference, 1) : Keccak.hash(reference);
    }

    static byte[] reference(Node node) {
        byte[] known = node.reference();
        if (known != null) {
            return known;
        }
        byte[] encoded = encode(node);
        byte[] reference = encoded;
        if (encoded.length >= Hash.SIZE) {
            reference = new byte[1 + Hash.SIZE];
            reference[0] = (byte) (0x80 + Hash.SIZE);
            Keccak.hash(encoded).writeTo(reference, 1);
        }
        node.refer(reference);
        return reference;
    }

    static byte[] encode(Node node) {
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
            case Branch branch -> encode(branch);
            case Stub stub -> throw new IllegalArgumentException("only the store has the bytes of " + stub.hash());
        };
    }

    private static byte[] encode(Branch branch) {
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
