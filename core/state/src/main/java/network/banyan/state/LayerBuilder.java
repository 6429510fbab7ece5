// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.KeccakBatch;
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
    private final TrieNodes.Places places;
    private final long generation;
    private final TrieEdit accounts;
    private final List<FlatChange> flatAccounts = new ArrayList<>();
    private final List<FlatChange> flatSlots = new ArrayList<>();
    private final List<Bytes> vacated = new ArrayList<>();
    private int growth;
    private boolean hasCleared;

    LayerBuilder(StateStore store, @Nullable Node root, long generation) {
        this(TrieNodes.Places.of(store), root, generation);
    }

    LayerBuilder(TrieNodes.Places places, @Nullable Node root, long generation) {
        this.places = places;
        this.generation = generation;
        this.accounts = new TrieEdit(places.accounts(), root, generation);
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
        List<FlatChange> flat = new ArrayList<>(flatAccounts); // whose keys come before those of slots
        flat.addAll(flatSlots);
        return new StateLayer.Writes(flat, vacated, growth + accounts.growth(), hasCleared);
    }

    /** In the order of hashed addresses: then neighbours in the trie are walked one after the other. */
    void apply(StateChanges changes) {
        for (Keyed<AccountChange> next : keyed(changes.accounts(), Address::toArray)) {
            change(next.key(), next.value());
        }
    }

    private record Keyed<T>(Hash key, T value) {}

    /** Entries in the order of the hashes of their names. */
    private static <N, T> List<Keyed<T>> keyed(SortedMap<N, T> entries, Function<N, byte[]> bytes) {
        Hash[] keys = KeccakBatch.hash(entries.keySet().stream().map(bytes).toList());
        List<Keyed<T>> keyed = new ArrayList<>(keys.length);
        for (T value : entries.values()) {
            keyed.add(new Keyed<>(keys[keyed.size()], value));
        }
        keyed.sort(Comparator.comparing(Keyed::key));
        return keyed;
    }

    private void change(Hash key, AccountChange change) {
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
        flatAccounts.add(new FlatChange(
                Bytes.wrap(Keys.account(key)),
                leaf == null ? Bytes.EMPTY : Bytes.wrap(old.account().encode()),
                change.after().map(account -> Bytes.wrap(account.encode())).orElse(Bytes.EMPTY)));
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
        var storage = new TrieEdit(places.storage(key), before, generation);
        Node loaded = storage.root();
        if (leaf != null && loaded != null) {
            leaf.swapStorage(loaded);
        }
        SortedMap<Hash, Bytes> lost = cleared ? clear(storage) : new TreeMap<>();
        List<Keyed<UInt256>> written =
                change.after().isPresent() ? keyed(change.storage(), UInt256::toArray) : List.of();
        for (Keyed<UInt256> slot : written) {
            Bytes former = lost.remove(slot.key());
            write(key, slot, former, storage);
        }
        if (!lost.isEmpty()) {
            hasCleared = true;
            lost.forEach((slot, value) -> flatSlots.add(new FlatChange(slotKey(key, slot), value, Bytes.EMPTY)));
            flatSlots.sort(Comparator.comparing(FlatChange::key));
        }
        vacated.addAll(storage.vacated());
        growth += storage.growth();
        return new Root(storage.root(), storage.rootHash());
    }

    /** @param lost what the slot held before its account was cleared, if it was */
    private void write(Hash account, Keyed<UInt256> slot, @Nullable Bytes lost, TrieEdit storage) {
        byte[] path = path(slot.key());
        Leaf leaf = storage.find(path);
        Bytes old = leaf == null ? Bytes.EMPTY : new RlpReader(leaf.value()).bytes();
        Bytes written = Bytes.wrap(slot.value().toMinimalArray());
        flatSlots.add(new FlatChange(slotKey(account, slot.key()), lost == null ? old : lost, written));
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
    private static SortedMap<Hash, Bytes> clear(TrieEdit storage) {
        SortedMap<Hash, Bytes> lost = new TreeMap<>();
        for (var slot : storage.removeAll()) {
            lost.put(packed(slot.path()), new RlpReader(slot.value().unsafeArray()).bytes());
        }
        return lost;
    }

    private static Bytes slotKey(Hash account, Hash slot) {
        return Bytes.wrap(Keys.slot(account, slot));
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
