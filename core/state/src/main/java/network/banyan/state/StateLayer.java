// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges.AccountChange;
import org.jspecify.annotations.Nullable;

/**
 * The state after one block, with its root. Until the block is final a layer answers from its own changes and then from
 * those of the layers below it; afterwards from the finalised state, for as long as {@link StateChain} keeps it.
 */
public final class StateLayer implements StateView {
    private final FlatState flat;
    private final long height;
    private final Hash root;
    private volatile @Nullable Pending pending;
    private volatile @Nullable Tree tree;

    /** The trie in heap, kept while blocks may still be built on the layer. A null node is the empty trie. */
    record Tree(@Nullable Node node, long generation) {}

    /** What a layer that is not final has over its parent. */
    record Pending(StateLayer parent, StateChanges changes, Writes writes) {}

    /**
     * What becoming final writes.
     *
     * @param flat changed entries, in the order of their keys
     * @param vacated keys of nodes that the trie may have no more
     * @param growth by how many nodes the trie has grown in heap
     * @param cleared whether an account lost slots that the changes do not name
     */
    record Writes(List<FlatChange> flat, List<Bytes> vacated, int growth, boolean cleared) {}

    StateLayer(FlatState flat, long height, Hash root, @Nullable Pending pending, Tree tree) {
        this.flat = flat;
        this.height = height;
        this.root = root;
        this.pending = pending;
        this.tree = tree;
    }

    /** The number of the layer's block: 0 is genesis, -1 the empty state before it. */
    public long height() {
        return height;
    }

    /** The state root, as it stands in a block's header. */
    public Hash root() {
        return root;
    }

    @Override
    public Optional<Account> account(Address address) {
        StateLayer layer = this;
        for (Pending above = pending; above != null; above = layer.pending) {
            AccountChange change = above.changes().accounts().get(address);
            if (change != null) {
                return change.after();
            }
            layer = above.parent();
        }
        return flat.account(address, layer.height);
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        StateLayer layer = this;
        for (Pending above = pending; above != null; above = layer.pending) {
            AccountChange change = above.changes().accounts().get(address);
            if (change != null) {
                UInt256 value = change.after().isEmpty()
                        ? UInt256.ZERO
                        : change.storage().get(slot);
                if (value != null) {
                    return value;
                }
                if (change.storageCleared()) {
                    return UInt256.ZERO;
                }
            }
            layer = above.parent();
        }
        return flat.storage(address, slot, layer.height);
    }

    @Override
    public Bytes code(Hash codeHash) {
        if (codeHash.equals(Keccak.EMPTY)) {
            return Bytes.EMPTY;
        }
        StateLayer layer = this;
        for (Pending above = pending; above != null; above = layer.pending) {
            Bytes code = above.changes().codes().get(codeHash);
            if (code != null) {
                return code;
            }
            layer = above.parent();
        }
        return flat.code(codeHash);
    }

    @Nullable
    Pending pending() {
        return pending;
    }

    Tree tree() {
        Tree current = tree;
        Invariant.check(current != null, "the trie after block %d is gone: a later block is final", height);
        return Objects.requireNonNull(current);
    }

    /** The block is final and in the store: what the layer held over its parent is there now. */
    void ground() {
        pending = null;
    }

    /** Another block is final on top: nothing will be built on this layer any more. */
    void releaseTree() {
        tree = null;
    }
}
