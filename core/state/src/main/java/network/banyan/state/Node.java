// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import org.jspecify.annotations.Nullable;

/**
 * A node of a Merkle Patricia trie in heap. Trees share nodes: what a tree means never changes once its root is published,
 * but a child may be swapped for a {@link Stub} of the same hash, or back, at any time by the one thread that edits.
 * Other threads may read along, so such swaps are ordered writes.
 *
 * <p>Paths hold a nibble per byte; that of a leaf ends with {@link #END}. A value at a branch is a leaf in slot 16.
 */
abstract sealed class Node {
    /** Ends every key, so that no key is a prefix of another. */
    static final byte END = 16;

    private static final int HASHED = 1 + Hash.SIZE;

    private final long generation;
    private byte @Nullable [] reference;
    private byte @Nullable [] encoded;

    private Node(long generation, byte @Nullable [] reference) {
        this.generation = generation;
        this.reference = reference;
    }

    /** The number of the edit that made the node: only that edit may still write to it. */
    long generation() {
        return generation;
    }

    /** How the parent names the node: its RLP-encoded hash, or its own RLP if shorter. Null while it is being edited. */
    byte @Nullable [] reference() {
        return reference;
    }

    void refer(byte @Nullable [] reference) {
        this.reference = reference;
    }

    /**
     * Its RLP, while that is of use: a leaf's from its hashing until it is written, a branch's for good, because the next
     * version of the branch differs in few places. While it is being edited, that of an earlier version.
     */
    byte @Nullable [] encoded() {
        return encoded;
    }

    void keep(byte @Nullable [] encoded) {
        this.encoded = encoded;
    }

    /** Whether the reference is a hash, and the node thus an entry of its own in the store. */
    static boolean isHashed(byte[] reference) {
        return reference.length == HASHED;
    }

    /** A node that is in the store only. */
    static final class Stub extends Node {
        private final byte[] reference;

        Stub(byte[] reference) {
            super(0, null);
            this.reference = reference;
        }

        Stub(Hash hash) {
            this(new RlpWriter(HASHED).write(hash).toArray());
        }

        @Override
        byte[] reference() {
            return reference;
        }

        Hash hash() {
            return Hash.at(reference, 1);
        }
    }

    /** A value. In the account trie it carries the root of the account's storage trie, once that has been in heap. */
    static final class Leaf extends Node {
        private final byte[] path;
        private final byte[] value;
        private volatile @Nullable Node storage;

        Leaf(long generation, byte[] path, byte[] value, @Nullable Node storage) {
            super(generation, null);
            this.path = path;
            this.value = value;
            this.storage = storage;
        }

        byte[] path() {
            return path;
        }

        byte[] value() {
            return value;
        }

        @Nullable
        Node storage() {
            return storage;
        }

        void swapStorage(Node same) {
            storage = same;
        }
    }

    /** A run of nibbles that all keys below share. Its child is a branch. */
    static final class Extension extends Node {
        private final byte[] path;
        private volatile Node child;

        Extension(long generation, byte[] path, Node child) {
            super(generation, null);
            this.path = path;
            this.child = child;
        }

        byte[] path() {
            return path;
        }

        Node child() {
            return child;
        }

        void setChild(Node child) {
            this.child = child;
        }
    }

    /** A fork: a child for each nibble, and for {@link #END}. */
    static final class Branch extends Node {
        static final int SLOTS = 17;
        private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Node[].class);

        private final @Nullable Node[] children;
        private int replaced;

        Branch(long generation) {
            super(generation, null);
            this.children = new Node[SLOTS];
        }

        Branch(long generation, Branch copied) {
            super(generation, null);
            this.children = copied.children.clone();
            keep(copied.encoded());
        }

        @Nullable
        Node child(int slot) {
            return (Node) SLOT.getAcquire(children, slot);
        }

        /** Swaps a child for the same one in another form. */
        void setChild(int slot, @Nullable Node child) {
            SLOT.setRelease(children, slot, child);
        }

        /** Puts another child in a slot. */
        void replace(int slot, @Nullable Node child) {
            setChild(slot, child);
            replaced |= 1 << slot;
        }

        /** Whether the slot holds another child than in the version that this one was copied from. */
        boolean isReplaced(int slot) {
            return (replaced >>> slot & 1) != 0;
        }

        /** The one slot in use, or -1 if there are more. */
        int onlySlot() {
            int only = -1;
            for (int slot = 0; slot < SLOTS; slot++) {
                if (children[slot] != null) {
                    if (only >= 0) {
                        return -1;
                    }
                    only = slot;
                }
            }
            return only;
        }
    }
}
