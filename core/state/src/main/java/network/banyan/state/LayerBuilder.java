// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.state.Node.Leaf;
import network.banyan.state.StateChanges.AccountChange;
import org.jspecify.annotations.Nullable;

/** Applies a block's changes to the tries of its parent: one pass over the changed accounts, then one over the hashes. */
final class LayerBuilder {
    private final StateStore store;
    private final long generation;
    private final TrieEdit accounts;
    private final SortedMap<Bytes, Bytes> flat = new TreeMap<>();
    private final SortedMap<Bytes, Bytes> before = new TreeMap<>();
    private final List<Bytes> vacated = new ArrayList<>();
    private int growth;

    LayerBuilder(StateStore store, @Nullable Node root, long generation) {
        this.store = store;
        this.generation = generation;
        this.accounts = new TrieEdit(TrieSpace.accounts(store), root, generation);
    }

    @Nullable
    Node root() {
        return accounts.root();
    }

    Hash rootHash() {
        return accounts.rootHash();
    }

    StateLayer.Writes writes() {
        vacated.addAll(accounts.vacated());
        return new StateLayer.Writes(flat, before, vacated, growth + accounts.growth());
    }

    void change(Address address, AccountChange change) {
        Hash key = Keccak.hash(address.toArray());
        byte[] path = path(key);
        Leaf leaf = accounts.find(path);
        TrieAccount old = leaf == null ? TrieAccount.NONE : TrieAccount.decode(leaf.value());
        Root storage = changedStorage(key, leaf, old, change);
        if (change.after().isPresent()) {
            var changed = new TrieAccount(change.after().get(), storage.hash());
            if (leaf == null || !changed.equals(old)) {
                accounts.put(path, changed.encode(), storage.node());
            }
        } else if (leaf != null) {
            accounts.remove(path);
        }
        record(
                Keys.account(key),
                leaf == null ? Bytes.EMPTY : Bytes.wrap(old.account().encode()),
                change.after().map(account -> Bytes.wrap(account.encode())).orElse(Bytes.EMPTY));
    }

    private record Root(@Nullable Node node, Hash hash) {}

    private Root changedStorage(Hash key, @Nullable Leaf leaf, TrieAccount old, AccountChange change) {
        boolean cleared = change.storageCleared() || change.after().isEmpty();
        Node inHeap = leaf == null ? null : leaf.storage();
        if (!cleared && change.storage().isEmpty()) {
            return new Root(inHeap, old.storageRoot());
        }
        boolean inStore = inHeap == null && !old.storageRoot().equals(OrderedTrie.EMPTY_ROOT);
        Node before = inStore ? new Node.Stub(old.storageRoot()) : inHeap;
        var storage = new TrieEdit(TrieSpace.storage(store, key), before, generation);
        Node loaded = storage.root();
        if (leaf != null && loaded != null) {
            leaf.swapStorage(loaded);
        }
        if (cleared) {
            clear(key, storage);
        }
        if (change.after().isPresent()) {
            change.storage().forEach((slot, value) -> write(key, slot, value, storage));
        }
        vacated.addAll(storage.vacated());
        growth += storage.growth();
        return new Root(storage.root(), storage.rootHash());
    }

    private void write(Hash account, UInt256 slot, UInt256 value, TrieEdit storage) {
        Hash key = Keccak.hash(slot.toArray());
        byte[] path = path(key);
        Leaf leaf = storage.find(path);
        Bytes old = leaf == null ? Bytes.EMPTY : new RlpReader(leaf.value()).bytes();
        Bytes written = Bytes.wrap(value.toMinimalArray());
        record(Keys.slot(account, key), old, written);
        if (written.equals(old)) {
            return;
        }
        if (written.isEmpty()) {
            storage.remove(path);
        } else {
            storage.put(path, new RlpWriter(34).write(written).toArray(), null);
        }
    }

    /** Removes every slot. As good as unheard of since EIP-6780, so it may take its time over the whole storage trie. */
    private void clear(Hash account, TrieEdit storage) {
        for (var slot : storage.removeAll()) {
            Bytes old = new RlpReader(slot.value().unsafeArray()).bytes();
            record(Keys.slot(account, packed(slot.path())), old, Bytes.EMPTY);
        }
    }

    private void record(byte[] key, Bytes old, Bytes written) {
        Bytes name = Bytes.wrap(key);
        before.putIfAbsent(name, old);
        flat.put(name, written);
    }

    /** A hashed key as the tries walk it. */
    static byte[] path(Hash key) {
        byte[] nibbles = HexPrefix.nibbles(key.toArray());
        byte[] path = Arrays.copyOf(nibbles, nibbles.length + 1);
        path[nibbles.length] = Node.END;
        return path;
    }

    private static Hash packed(Bytes path) {
        byte[] packed = HexPrefix.encode(path.unsafeArray(), 0, 2 * Hash.SIZE, false);
        return Hash.at(packed, 1);
    }
}
