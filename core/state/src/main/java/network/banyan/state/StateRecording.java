// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/**
 * Takes down which nodes and codes of a state are looked at, so that who is shown just these can do the same: run on
 * {@link #state()} what the other shall be able to run, then hand over {@link #nodes()} and {@link #codes()}. Used by one
 * thread; changes nothing of the state it records.
 */
public final class StateRecording {
    private final StateStore store;
    private final @Nullable Node root;
    private final SortedMap<Hash, Bytes> nodes = new TreeMap<>();
    private final SortedMap<Hash, Bytes> codes = new TreeMap<>();
    private final PartialState state;
    private final Reach reach;

    /**
     * @param tree of the state; null for the empty one
     * @param most bytes of nodes and codes that may be looked at, each counted once
     */
    StateRecording(StateStore store, @Nullable Node tree, Function<Hash, Bytes> codesByHash, long most) {
        this.reach = new Reach(most);
        this.store = store;
        this.root = tree;
        Hash hash = tree == null ? OrderedTrie.EMPTY_ROOT : NodeCodec.rootHash(tree);
        this.state = new PartialState(hash, new Places(), code -> {
            Bytes found = codesByHash.apply(code);
            codes.put(code, found);
            reach.add(code, found.size());
            return found;
        });
    }

    /** The whole state; it notes what is read of it, and what {@link PartialState#after} needs. */
    public PartialState state() {
        return state;
    }

    /** The nodes that were looked at, in the order of their hashes. */
    public List<Bytes> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The codes that were asked for, in the order of their hashes. */
    public List<Bytes> codes() {
        return List.copyOf(codes.values());
    }

    private final class Places implements TrieNodes.Places {
        @Override
        public TrieNodes accounts() {
            return new Recorded(TrieSpace.accounts(store), root);
        }

        @Override
        public TrieNodes storage(Hash account) {
            return new Recorded(TrieSpace.storage(store, account), storageOf(account));
        }

        private @Nullable Node storageOf(Hash account) {
            var found = new TrieProver(TrieSpace.accounts(store)).path(root, LayerBuilder.path(account));
            Leaf leaf = found.map(TrieProver.Path::leaf).orElse(null);
            return leaf == null ? null : leaf.storage();
        }
    }

    /** The nodes of one trie: in heap where the tree has them, else in the store. */
    private final class Recorded implements TrieNodes {
        private final TrieSpace space;
        private final @Nullable Node inHeap;

        Recorded(TrieSpace space, @Nullable Node inHeap) {
            this.space = space;
            this.inHeap = inHeap;
        }

        @Override
        public Node load(Stub stub, byte[] path, int depth, long generation) {
            byte[] encoded = encoded(stub, path, depth);
            nodes.put(stub.hash(), Bytes.wrap(encoded));
            reach.add(stub.hash(), encoded.length);
            return NodeCodec.decode(stub, encoded, generation);
        }

        @Override
        public Bytes key(byte[] path, int depth) {
            return space.key(path, depth);
        }

        private byte[] encoded(Stub stub, byte[] path, int depth) {
            Node node = below(inHeap, path, depth);
            if (node != null && !(node instanceof Stub)) {
                return NodeCodec.encode(node);
            }
            byte[] stored = space.encoded(stub, path, depth);
            if (stored == null) {
                throw new PartialState.Missing("node " + stub.hash() + " is no longer kept");
            }
            return stored;
        }

        /** The node at the first {@code depth} nibbles; null if the tree in heap does not reach it. */
        private static @Nullable Node below(@Nullable Node from, byte[] path, int depth) {
            Node node = from;
            int at = 0;
            while (node != null && at < depth) {
                switch (node) {
                    case Branch branch -> node = branch.child(path[at++]);
                    case Extension extension -> {
                        at += extension.path().length;
                        node = extension.child();
                    }
                    case Leaf _, Stub _ -> node = null;
                }
            }
            return at == depth ? node : null;
        }
    }
}
