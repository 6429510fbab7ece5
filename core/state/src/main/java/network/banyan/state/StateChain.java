// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Address;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;
import network.banyan.state.AccountProof.SlotProof;
import org.jspecify.annotations.Nullable;

/**
 * The states of a chain: the last final one, those of the blocks above it, and the recent past.
 *
 * <p>One thread calls {@link #apply}, {@link #commit} and {@link #committed}. Any thread may read a {@link StateLayer} or
 * what {@link #at} and {@link #prove} answer, also while a commit goes on.
 *
 * <p>To make a block final: {@code commit} its layer, write the batch together with the block, then call {@code committed}.
 * A crash in between leaves either the old head or the new one.
 */
public final class StateChain {
    /**
     * What may be held in heap.
     *
     * @param trieNodes nodes of the final trie, at about 300 bytes each; more are held only while a block is applied
     * @param historyBlocks earlier states that can be read
     * @param historyBytes what the difference to them may take; fewer states can be read where blocks change more
     * @param entries accounts at hand without a look into the store, at about 200 bytes each, and as many slots
     * @param archive whether the store keeps what every block changed, so that all states can be read
     */
    public record Limits(int trieNodes, int historyBlocks, long historyBytes, int entries, boolean archive) {
        public static final Limits DEFAULT = new Limits(200_000, 256, 64L << 20, 1 << 17);

        public Limits {
            Invariant.check(
                    trieNodes > 0 && historyBlocks > 0 && historyBytes > 0 && entries > 0, "limits must be positive");
        }

        /** Without an archive. */
        public Limits(int trieNodes, int historyBlocks, long historyBytes, int entries) {
            this(trieNodes, historyBlocks, historyBytes, entries, false);
        }

        public Limits withArchive() {
            return new Limits(trieNodes, historyBlocks, historyBytes, entries, true);
        }
    }

    /** Trees of this many earlier blocks are kept for proofs, if they changed little enough. */
    private static final int RECENT_TREES = 16;

    private static final int NODES_PER_CHANGE = 8;

    private final StateStore store;
    private final Limits limits;
    private final FlatState flat;
    private final Archive archive;
    private long generation;
    private int nodesInHeap;
    private @Nullable StateLayer committing;
    private History settled;
    private volatile StateLayer head;
    private volatile List<RecentTree> recent;

    private record RecentTree(long height, @Nullable Node root, int cost) {}

    private StateChain(StateStore store, Limits limits, FlatState flat, Archive archive, StateLayer head) {
        this.store = store;
        this.limits = limits;
        this.flat = flat;
        this.archive = archive;
        this.head = head;
        this.settled = flat.history();
        this.generation = head.tree().generation();
        this.recent = List.of(new RecentTree(head.height(), head.tree().node(), 0));
    }

    /**
     * Goes on from what the store holds; an empty store holds the empty state.
     *
     * @throws StateException if the store is damaged
     */
    public static StateChain open(StateStore store, Limits limits) {
        Head stored = Head.of(store);
        var archive = Archive.of(store, limits.archive());
        var flat = new FlatState(store, storedHistory(store, stored.height()), archive, limits.entries());
        boolean empty = stored.root().equals(OrderedTrie.EMPTY_ROOT);
        var tree = new StateLayer.Tree(empty ? null : new Node.Stub(stored.root()), 1);
        return new StateChain(
                store, limits, flat, archive, new StateLayer(flat, stored.height(), stored.root(), null, tree));
    }

    /** The state after the last final block. */
    public StateLayer head() {
        return head;
    }

    /**
     * The state after a block's changes. Layers may branch; one whose block loses is simply let go.
     *
     * @param parent the head, or a layer above it
     */
    public StateLayer apply(StateLayer parent, StateChanges changes) {
        Invariant.check(isLive(parent), "block %d is not above the final block %d", parent.height(), head.height());
        long edit = ++generation;
        var builder = new LayerBuilder(store, parent.tree().node(), edit);
        builder.apply(changes);
        Hash root = builder.rootHash();
        var pending = new StateLayer.Pending(parent, changes, builder.writes());
        return new StateLayer(flat, parent.height() + 1, root, pending, new StateLayer.Tree(builder.root(), edit));
    }

    /**
     * What must be written for a layer above the head, and all those between, to become final. Calling it again, after a
     * write that failed, is allowed.
     */
    public StateBatch commit(StateLayer layer) {
        var batch = new StateBatch();
        History history = settled;
        archive.begin(head.height(), batch);
        for (StateLayer next : aboveHead(layer)) {
            put(next, batch);
            archive.note(next.height(), pendingOf(next).writes().flat(), batch);
            history = withUndo(history, next, batch);
        }
        flat.publish(history); // before the batch is written, as racing reads need it
        batch.put(Bytes.wrap(Keys.HEAD), new Head(layer.height(), layer.root()).encode());
        committing = layer;
        return batch;
    }

    /** The batch of {@link #commit} is in the store: the layer is the head now, and what does not descend from it is void. */
    public void committed(StateLayer layer) {
        Invariant.check(committing == layer, "block %d was not being committed", layer.height());
        archive.written(head.height());
        for (StateLayer next : aboveHead(layer)) {
            StateLayer.Pending pending = pendingOf(next);
            StateLayer.Writes writes = pending.writes();
            flat.settled(pending.changes(), writes.cleared());
            remember(new RecentTree(
                    next.height(),
                    next.tree().node(),
                    NODES_PER_CHANGE * writes.flat().size()));
            nodesInHeap += writes.growth();
            next.ground();
            head.releaseTree();
            head = next;
        }
        committing = null;
        settled = flat.history();
        if (nodesInHeap > limits.trieNodes()) {
            StateLayer.Tree tree = layer.tree();
            nodesInHeap = TrieTrim.trim(tree.node(), tree.generation(), limits.trieNodes() / 4 * 3);
        }
    }

    /** The state after a final block; empty if it is not final, or no longer kept. */
    public Optional<StateView> at(long height) {
        StateLayer newest = head;
        if (height == newest.height()) {
            return Optional.of(newest);
        }
        long oldest = Math.min(flat.history().oldest(), archive.oldest());
        boolean kept = oldest <= height && height < newest.height();
        return kept ? Optional.of(new PastView(flat, height)) : Optional.empty();
    }

    /**
     * Shows what an account and some of its slots hold after a final block, for whoever knows the block's state root.
     *
     * @return empty if the block is not final, or its trie is no longer kept
     */
    public Optional<AccountProof> prove(Address address, List<UInt256> slots, long height) {
        for (RecentTree tree : recent) {
            if (tree.height() == height) {
                return prove(address, slots, tree.root());
            }
        }
        return Optional.empty();
    }

    private Optional<AccountProof> prove(Address address, List<UInt256> slots, @Nullable Node root) {
        Hash key = Keccak.hash(address.toArray());
        var found = new TrieProver(TrieSpace.accounts(store)).path(root, LayerBuilder.path(key));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var leaf = found.get().leaf();
        TrieAccount account = leaf == null ? TrieAccount.NONE : TrieAccount.decode(leaf.value());
        Node storage = leaf == null ? null : leaf.storage();
        if (storage == null && !account.storageRoot().equals(OrderedTrie.EMPTY_ROOT)) {
            storage = new Node.Stub(account.storageRoot());
        }
        var prover = new TrieProver(TrieSpace.storage(store, key));
        List<SlotProof> slotProofs = new ArrayList<>();
        for (UInt256 slot : slots) {
            var path = prover.path(storage, LayerBuilder.path(Keccak.hash(slot.toArray())));
            if (path.isEmpty()) {
                return Optional.empty();
            }
            var value = path.get().leaf();
            slotProofs.add(new SlotProof(
                    slot,
                    value == null ? UInt256.ZERO : new RlpReader(value.value()).number(),
                    path.get().nodes()));
        }
        return Optional.of(new AccountProof(
                address, account.account(), account.storageRoot(), found.get().nodes(), slotProofs));
    }

    /**
     * The state of a layer on which blocks may still be built, to take down what is looked at.
     *
     * @param most bytes of nodes and codes that may be looked at, each counted once
     */
    public StateRecording record(StateLayer layer, long most) {
        return new StateRecording(store, layer.tree().node(), layer::code, most);
    }

    /**
     * As the other, after a final block.
     *
     * @return empty if the block is not final, or its trie is no longer kept
     */
    public Optional<StateRecording> record(long height, long most) {
        for (RecentTree tree : recent) {
            if (tree.height() == height) {
                return Optional.of(new StateRecording(store, tree.root(), flat::code, most));
            }
        }
        return Optional.empty();
    }

    private void put(StateLayer layer, StateBatch batch) {
        StateLayer.Pending pending = pendingOf(layer);
        StateLayer.Writes writes = pending.writes();
        writes.vacated().forEach(batch::remove);
        TrieWriter.write(store, layer.tree().node(), layer.tree().generation(), batch);
        for (FlatChange change : writes.flat()) {
            if (change.after().isEmpty()) {
                batch.remove(change.key());
            } else {
                batch.put(change.key(), change.after());
            }
        }
        pending.changes().codes().forEach((hash, code) -> batch.put(Bytes.wrap(Keys.code(hash)), code));
    }

    private History withUndo(History history, StateLayer layer, StateBatch batch) {
        if (layer.height() == 0) {
            return History.startingAfter(0);
        }
        var undo = Undo.of(pendingOf(layer).writes().flat());
        History next = history.with(undo, limits.historyBlocks(), limits.historyBytes());
        for (long dropped = history.first(); dropped < next.first(); dropped++) {
            batch.remove(Bytes.wrap(Keys.undo(dropped)));
        }
        batch.put(Bytes.wrap(Keys.undo(layer.height())), undo.encoded());
        return next;
    }

    private void remember(RecentTree tree) {
        List<RecentTree> kept = new ArrayList<>();
        kept.add(tree);
        int cost = tree.cost();
        for (RecentTree older : recent) {
            if (kept.size() > RECENT_TREES || cost > limits.trieNodes() / 4) {
                break;
            }
            kept.add(older);
            cost += older.cost();
        }
        recent = List.copyOf(kept);
    }

    /** The layers from the head's child up to this one. */
    private List<StateLayer> aboveHead(StateLayer layer) {
        Invariant.check(layer != head && isLive(layer), "block %d is not above the final one", layer.height());
        List<StateLayer> layers = new ArrayList<>();
        for (StateLayer next = layer; next != head; next = pendingOf(next).parent()) {
            layers.addFirst(next);
        }
        return layers;
    }

    private boolean isLive(StateLayer layer) {
        StateLayer below = layer;
        while (below != head) {
            StateLayer.Pending pending = below.pending();
            if (pending == null) {
                return false;
            }
            below = pending.parent();
        }
        return true;
    }

    private static StateLayer.Pending pendingOf(StateLayer layer) {
        return Objects.requireNonNull(layer.pending(), "a layer that is final already");
    }

    private static History storedHistory(StateStore store, long height) {
        List<Undo> undos = new ArrayList<>();
        long[] next = {-1};
        store.scan(Keys.UNDO, (key, value) -> {
            long undone = BigEndian.longAt(key.unsafeArray(), 1);
            if (undone != next[0]) {
                undos.clear();
            }
            undos.add(Undo.decode(value.toArray()));
            next[0] = undone + 1;
            return true;
        });
        return next[0] == height + 1 ? new History(height + 1 - undos.size(), undos) : History.startingAfter(height);
    }
}
