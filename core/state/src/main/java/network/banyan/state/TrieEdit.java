// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/**
 * Changes one trie into the next. Nodes of earlier edits are copied before they are written to, once; what this edit made
 * itself it writes to in place. Stubs on the way are swapped for the nodes they stand for, also in the tree it started
 * from, so that older trees keep what later ones overwrite in the store.
 *
 * <p>Keys are unpacked and end with {@link Node#END}.
 */
final class TrieEdit {
    private final TrieNodes space;
    private final long generation;
    private final List<Bytes> vacated = new ArrayList<>();
    private @Nullable Node root;
    private boolean changed;
    private int growth;

    /** @param generation greater than that of any node of the tree */
    TrieEdit(TrieNodes space, @Nullable Node root, long generation) {
        this.space = space;
        this.generation = generation;
        this.root = root instanceof Stub stub ? loaded(stub, new byte[0], 0) : root;
    }

    @Nullable
    Node root() {
        return root;
    }

    /** Hashes what has changed. */
    Hash rootHash() {
        return NodeCodec.rootHash(root);
    }

    /** Keys of the store at which there may be no node any more. */
    List<Bytes> vacated() {
        return vacated;
    }

    /** By how many nodes the heap has grown. */
    int growth() {
        return growth;
    }

    @Nullable
    Leaf find(byte[] key) {
        Node node = root;
        int depth = 0;
        while (node != null) {
            switch (node) {
                case Leaf leaf -> {
                    return endsWith(key, depth, leaf.path()) ? leaf : null;
                }
                case Extension extension -> {
                    int length = extension.path().length;
                    if (shared(extension.path(), key, depth) < length) {
                        return null;
                    }
                    depth += length;
                    node = child(extension, key, depth);
                }
                case Branch branch -> {
                    depth++;
                    node = child(branch, key, depth);
                }
                case Stub stub -> throw unexpected(stub);
            }
        }
        return null;
    }

    void put(byte[] key, byte[] value, @Nullable Node storage) {
        root = put(root, key, 0, value, storage);
    }

    void remove(byte[] key) {
        changed = false;
        root = root == null ? null : remove(root, key, 0);
    }

    /** A value with its whole path. */
    record Entry(Bytes path, Bytes value) {}

    /** Empties the trie; what it held, in key order. */
    List<Entry> removeAll() {
        List<Entry> removed = new ArrayList<>();
        if (root != null) {
            removeAll(root, new byte[0], removed);
        }
        root = null;
        return removed;
    }

    private void removeAll(Node node, byte[] path, List<Entry> removed) {
        vacate(path, path.length);
        switch (node) {
            case Leaf leaf -> removed.add(new Entry(Bytes.wrap(joined(path, leaf.path())), Bytes.wrap(leaf.value())));
            case Extension extension -> {
                byte[] below = joined(path, extension.path());
                removeAll(child(extension, below, below.length), below, removed);
            }
            case Branch branch -> {
                for (byte slot = 0; slot < Branch.SLOTS; slot++) {
                    byte[] below = joined(path, new byte[] {slot});
                    Node child = child(branch, below, below.length);
                    if (child != null) {
                        removeAll(child, below, removed);
                    }
                }
            }
            case Stub stub -> throw unexpected(stub);
        }
    }

    private Node put(@Nullable Node node, byte[] key, int depth, byte[] value, @Nullable Node storage) {
        return switch (node) {
            case null -> grown(new Leaf(generation, tail(key, depth), value, storage));
            case Leaf leaf -> {
                if (endsWith(key, depth, leaf.path())) {
                    yield new Leaf(generation, leaf.path(), value, storage);
                }
                int shared = shared(leaf.path(), key, depth);
                byte[] rest = tail(leaf.path(), shared + 1);
                var moved = new Leaf(generation, rest, leaf.value(), leaf.storage());
                yield fork(
                        leaf.path(),
                        shared,
                        moved,
                        key,
                        depth,
                        new Leaf(generation, tail(key, depth + shared + 1), value, storage));
            }
            case Extension extension -> {
                byte[] path = extension.path();
                int shared = shared(path, key, depth);
                if (shared < path.length) {
                    Node below = shared + 1 == path.length
                            ? extension.child()
                            : new Extension(generation, tail(path, shared + 1), extension.child());
                    yield fork(
                            path,
                            shared,
                            below,
                            key,
                            depth,
                            new Leaf(generation, tail(key, depth + shared + 1), value, storage));
                }
                Node child = put(child(extension, key, depth + shared), key, depth + shared, value, storage);
                yield extended(extension, child);
            }
            case Branch branch -> {
                Node child = put(child(branch, key, depth + 1), key, depth + 1, value, storage);
                yield branched(branch, key[depth], child);
            }
            case Stub stub -> throw unexpected(stub);
        };
    }

    /** A branch after {@code shared} nibbles of a path, with what was there and a new leaf below it. */
    private Node fork(byte[] path, int shared, Node old, byte[] key, int depth, Leaf added) {
        var branch = grown(new Branch(generation));
        branch.replace(path[shared], old);
        branch.replace(key[depth + shared], grown(added));
        return shared == 0 ? branch : grown(new Extension(generation, Arrays.copyOf(path, shared), branch));
    }

    private @Nullable Node remove(Node node, byte[] key, int depth) {
        return switch (node) {
            case Leaf leaf -> {
                if (!endsWith(key, depth, leaf.path())) {
                    yield leaf;
                }
                changed = true;
                vacate(key, depth);
                yield null;
            }
            case Extension extension -> {
                int length = extension.path().length;
                if (shared(extension.path(), key, depth) < length) {
                    yield extension;
                }
                int below = depth + length;
                Node child = remove(child(extension, key, below), key, below);
                yield changed ? joined(extension, Objects.requireNonNull(child), key, below) : extension;
            }
            case Branch branch -> {
                Node old = child(branch, key, depth + 1);
                Node child = old == null ? null : remove(old, key, depth + 1);
                yield changed ? pruned(branched(branch, key[depth], child), key, depth) : branch;
            }
            case Stub stub -> throw unexpected(stub);
        };
    }

    /** An extension whose child may no longer be a branch; then the two become one. */
    private Node joined(Extension extension, Node child, byte[] key, int below) {
        return switch (child) {
            case Branch branch -> extended(extension, branch);
            case Leaf leaf -> {
                vacate(key, below);
                yield new Leaf(generation, joined(extension.path(), leaf.path()), leaf.value(), leaf.storage());
            }
            case Extension lower -> {
                vacate(key, below);
                yield new Extension(generation, joined(extension.path(), lower.path()), lower.child());
            }
            case Stub stub -> throw unexpected(stub);
        };
    }

    /** A branch that may have a single child left; then it gives way to it. */
    private Node pruned(Branch branch, byte[] key, int depth) {
        int only = branch.onlySlot();
        if (only < 0) {
            return branch;
        }
        byte[] path = Arrays.copyOf(key, depth + 1);
        path[depth] = (byte) only;
        growth--;
        byte[] step = {(byte) only};
        Node child = Objects.requireNonNull(child(branch, path, depth + 1));
        if (child instanceof Branch) {
            return grown(new Extension(generation, step, child));
        }
        return joined(new Extension(generation, step, child), child, path, depth + 1);
    }

    private Extension extended(Extension extension, Node child) {
        if (extension.generation() != generation) {
            return new Extension(generation, extension.path(), child);
        }
        extension.setChild(child);
        extension.refer(null);
        return extension;
    }

    private Branch branched(Branch branch, int slot, @Nullable Node child) {
        Branch own = branch.generation() == generation ? branch : new Branch(generation, branch);
        own.replace(slot, child);
        own.refer(null);
        return own;
    }

    private Node child(Extension extension, byte[] key, int depth) {
        Node child = extension.child();
        if (child instanceof Stub stub) {
            child = loaded(stub, key, depth);
            extension.setChild(child);
        }
        return child;
    }

    /** The child at nibble {@code key[depth - 1]}, whose own path is the first {@code depth} nibbles. */
    private @Nullable Node child(Branch branch, byte[] key, int depth) {
        Node child = branch.child(key[depth - 1]);
        if (child instanceof Stub stub) {
            child = loaded(stub, key, depth);
            branch.setChild(key[depth - 1], child);
        }
        return child;
    }

    /** Of the generation before, because the tree this edit started from shares the node. */
    private Node loaded(Stub stub, byte[] path, int depth) {
        return grown(space.load(stub, path, depth, generation - 1));
    }

    private <N extends Node> N grown(N node) {
        growth++;
        return node;
    }

    private void vacate(byte[] key, int depth) {
        vacated.add(space.key(key, depth));
        growth--;
    }

    private static boolean endsWith(byte[] key, int depth, byte[] path) {
        return Arrays.equals(key, depth, key.length, path, 0, path.length);
    }

    /** How many nibbles of a path the key has from {@code depth}. */
    private static int shared(byte[] path, byte[] key, int depth) {
        int first = Arrays.mismatch(path, 0, path.length, key, depth, key.length);
        return first < 0 ? path.length : first;
    }

    private static byte[] tail(byte[] path, int from) {
        return Arrays.copyOfRange(path, from, path.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static RuntimeException unexpected(Stub stub) {
        Invariant.check(false, "stub %s was not loaded", stub.hash());
        throw new AssertionError();
    }
}
