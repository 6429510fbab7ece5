// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.crypto.HexPrefix;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/** Puts the nodes that one edit made into a batch: those of its generation, none of which is below an older node. */
final class TrieWriter {
    private final StateStore store;
    private final TrieSpace space;
    private final long generation;
    private final StateBatch batch;
    private final byte[] path = new byte[2 * Hash.SIZE + 1];

    private TrieWriter(StateStore store, TrieSpace space, long generation, StateBatch batch) {
        this.store = store;
        this.space = space;
        this.generation = generation;
        this.batch = batch;
    }

    /** Writes the account trie and the storage tries below it. */
    static void write(StateStore store, @Nullable Node root, long generation, StateBatch batch) {
        if (root != null) {
            new TrieWriter(store, TrieSpace.accounts(store), generation, batch).write(root, 0);
        }
    }

    /** Writes a part of a trie: the nodes of a tree whose root stands at these nibbles. */
    static void writeBelow(
            StateStore store, TrieSpace space, byte[] nibbles, Node root, long generation, StateBatch batch) {
        var writer = new TrieWriter(store, space, generation, batch);
        System.arraycopy(nibbles, 0, writer.path, 0, nibbles.length);
        writer.write(root, nibbles.length);
    }

    private void write(Node node, int depth) {
        if (node.generation() != generation) {
            return;
        }
        if (depth == 0 || Node.isHashed(NodeCodec.reference(node))) {
            batch.put(space.key(path, depth), Bytes.wrap(NodeCodec.encode(node)));
        } else {
            batch.remove(space.key(path, depth));
        }
        switch (node) {
            case Leaf leaf -> {
                leaf.keep(null);
                Node storage = leaf.storage();
                if (storage != null && storage.generation() == generation) {
                    System.arraycopy(leaf.path(), 0, path, depth, leaf.path().length);
                    Hash address = Hash.at(HexPrefix.encode(path, 0, 2 * Hash.SIZE, false), 1);
                    new TrieWriter(store, TrieSpace.storage(store, address), generation, batch).write(storage, 0);
                }
            }
            case Extension extension -> {
                System.arraycopy(extension.path(), 0, path, depth, extension.path().length);
                write(extension.child(), depth + extension.path().length);
            }
            case Branch branch -> {
                for (byte slot = 0; slot < Node.END; slot++) {
                    Node child = branch.isReplaced(slot) ? branch.child(slot) : null;
                    if (child != null) {
                        path[depth] = slot;
                        write(child, depth + 1);
                    }
                }
            }
            case Stub stub -> throw new IllegalStateException("stub " + stub.hash() + " was made by an edit");
        }
    }
}
