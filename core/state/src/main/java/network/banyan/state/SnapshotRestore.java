// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;

/**
 * Puts a state together from parts that anybody may have sent, from its root downwards: what is there already names, by
 * hash, what is still missing. So no part is believed, none is needed twice, and where an interrupted restoration stands is
 * read from the store itself.
 *
 * <p>Use: take {@link #wanted} and {@link #wantedCodes}, hand what came to {@code take} and write the batch, in the order of
 * the calls; when {@link #isWhole}, write {@link #finish}. One thread at a time.
 */
public final class SnapshotRestore {
    private static final int NIBBLES = 2 * Hash.SIZE;
    private static final long GENERATION = 1;

    /** All of the account trie. */
    private static final long WHOLE = 1L << 60;

    private final StateStore store;
    private final Hash root;
    private final Deque<Want> wants = new ArrayDeque<>();
    private final Set<Hash> codes = new LinkedHashSet<>();
    private final Set<Hash> codesUnderWay = new LinkedHashSet<>();
    private int underWay;
    private long accounts;
    private long slots;
    private long done;

    private SnapshotRestore(StateStore store, Hash root) {
        this.store = store;
        this.root = root;
    }

    /**
     * A part that is missing.
     *
     * @param hash of the node that hangs there
     * @param share of the account trie that hangs at it, as far as one can tell, in parts of 2 to the 60
     */
    public record Want(SnapshotPath path, Hash hash, long share) {}

    /** What came is not what was wanted. */
    public static final class Wrong extends Exception {
        Wrong(String message) {
            super(message);
        }
    }

    /**
     * @param thousandths of all accounts that are there, 0 to 1000
     */
    public record Progress(long accounts, long slots, int thousandths) {}

    /**
     * Begins, or goes on where the store stands: that reads all that is there.
     *
     * @param store what was written to it before was for this root
     */
    public static SnapshotRestore of(StateStore store, Hash root) {
        var restore = new SnapshotRestore(store, root);
        if (root.equals(OrderedTrie.EMPTY_ROOT)) {
            restore.done = WHOLE;
        } else {
            restore.look(SnapshotPath.root(), root, WHOLE);
        }
        return restore;
    }

    /** Parts to ask for, those deep in the tries first, so that few are known at any time. They are under way now. */
    public List<Want> wanted(int max) {
        List<Want> next = new ArrayList<>();
        while (next.size() < max && !wants.isEmpty()) {
            next.add(wants.pop());
        }
        underWay += next.size();
        return next;
    }

    /** Whoever was asked gave no answer, or a wrong one. */
    public void giveBack(Want want) {
        underWay--;
        wants.push(want);
    }

    /** Codes to ask for, by hash. They are under way now. */
    public List<Hash> wantedCodes(int max) {
        List<Hash> next = codes.stream().limit(max).toList();
        next.forEach(codes::remove);
        codesUnderWay.addAll(next);
        return next;
    }

    public void giveBack(Hash code) {
        codesUnderWay.remove(code);
        codes.add(code);
    }

    /** Whether nothing is missing and nothing under way. */
    public boolean isWhole() {
        return wants.isEmpty() && underWay == 0 && codes.isEmpty() && codesUnderWay.isEmpty();
    }

    public Progress progress() {
        // What divisions lost is less than half a thousandth.
        return new Progress(accounts, slots, Math.toIntExact((done + WHOLE / 2_000) / (WHOLE / 1_000)));
    }

    /**
     * @return to be written
     * @throws Wrong if it is not what hangs there; then it stays under way until it is given back
     */
    public StateBatch take(Want want, SnapshotPart part) throws Wrong {
        var batch = new StateBatch();
        switch (part) {
            case SnapshotPart.Fork(Bytes node) -> fork(want, node, batch);
            case SnapshotPart.Leaves(List<SnapshotPart.Leaf> leaves) -> leaves(want, leaves, batch);
        }
        underWay--;
        return batch;
    }

    /**
     * @return to be written
     * @throws Wrong if it is another code
     */
    public StateBatch take(Hash hash, Bytes code) throws Wrong {
        if (!Keccak.hash(code).equals(hash)) {
            throw new Wrong("what came for the code %s is another".formatted(hash));
        }
        codesUnderWay.remove(hash);
        var batch = new StateBatch();
        batch.put(Bytes.wrap(Keys.code(hash)), code);
        return batch;
    }

    /** Makes the whole state the one after the block of this height. */
    public StateBatch finish(long height) {
        Invariant.check(isWhole(), "the state of block %d is not whole", height);
        var batch = new StateBatch();
        batch.put(Bytes.wrap(Keys.HEAD), new Head(height, root).encode());
        return batch;
    }

    private void fork(Want want, Bytes node, StateBatch batch) throws Wrong {
        if (!Keccak.hash(node).equals(want.hash())) {
            throw new Wrong("a node does not have the hash %s".formatted(want.hash()));
        }
        byte[] nibbles = nibbles(want.path());
        batch.put(space(want.path()).key(nibbles, want.path().nibbles().size()), node);
        Node decoded = NodeCodec.decode(new Stub(want.hash()), node.toArray(), GENERATION);
        if (!isFork(decoded)) {
            throw new Wrong("a node was sent as a fork that is none");
        }
        children(want.path(), decoded, want.share());
    }

    /** Hashed keys part early, so that below a fork of a state there is never a leaf short enough to stand inside it. */
    private static boolean isFork(Node node) {
        return switch (node) {
            case Leaf _, Stub _ -> false;
            case Extension extension -> extension.child() instanceof Stub;
            case Branch branch -> {
                boolean fork = branch.child(Node.END) == null;
                for (int slot = 0; slot < Node.END; slot++) {
                    Node child = branch.child(slot);
                    fork &= child == null || child instanceof Stub;
                }
                yield fork;
            }
        };
    }

    private void leaves(Want want, List<SnapshotPart.Leaf> leaves, StateBatch batch) throws Wrong {
        int depth = want.path().nibbles().size();
        byte[] nibbles = nibbles(want.path());
        TrieSpace space = space(want.path());
        var tree = new TrieEdit(space, null, GENERATION);
        SnapshotPart.Leaf before = null;
        for (SnapshotPart.Leaf leaf : leaves) {
            byte[] key = LayerBuilder.path(leaf.key());
            if (!Arrays.equals(key, 0, depth, nibbles, 0, depth)
                    || (before != null && before.key().compareTo(leaf.key()) >= 0)) {
                throw new Wrong("leaves stand elsewhere, or in another order");
            }
            tree.put(Arrays.copyOfRange(key, depth, key.length), leaf.value().toArray(), null);
            before = leaf;
        }
        Node top = tree.root();
        if (top == null || !tree.rootHash().equals(want.hash())) {
            throw new Wrong("leaves do not have the hash %s".formatted(want.hash()));
        }
        TrieWriter.writeBelow(store, space, Arrays.copyOf(nibbles, depth), top, GENERATION, batch);
        for (SnapshotPart.Leaf leaf : leaves) {
            try {
                flat(want.path(), leaf, batch);
            } catch (RlpException strange) {
                throw new Wrong("a leaf holds something else: " + strange.getMessage());
            }
        }
        done += want.share();
    }

    private void flat(SnapshotPath path, SnapshotPart.Leaf leaf, StateBatch batch) {
        byte[] value = leaf.value().unsafeArray();
        if (path.account().isPresent()) {
            Bytes word = Bytes.wrap(new RlpReader(value).array());
            batch.put(Bytes.wrap(Keys.slot(path.account().get(), leaf.key())), word);
            slots++;
        } else {
            TrieAccount account = TrieAccount.decode(value);
            batch.put(
                    Bytes.wrap(Keys.account(leaf.key())),
                    Bytes.wrap(account.account().encode()));
            account(leaf.key(), account);
        }
    }

    /** What an account leads to. */
    private void account(Hash key, TrieAccount account) {
        accounts++;
        Hash code = account.account().codeHash();
        if (account.account().hasCode() && !codesUnderWay.contains(code) && store.get(Keys.code(code)) == null) {
            codes.add(code);
        }
        if (!account.storageRoot().equals(OrderedTrie.EMPTY_ROOT)) {
            look(SnapshotPath.storage(key), account.storageRoot(), 0);
        }
    }

    /** Goes on below what is there, and wants what is not. */
    private void look(SnapshotPath path, Hash hash, long share) {
        byte[] nibbles = nibbles(path);
        byte[] encoded =
                space(path).encoded(new Stub(hash), nibbles, path.nibbles().size());
        if (encoded == null) {
            wants.push(new Want(path, hash, share));
            return;
        }
        children(path, NodeCodec.decode(new Stub(hash), encoded, GENERATION), share);
    }

    /** A node that is there. */
    private void children(SnapshotPath path, Node node, long share) {
        switch (node) {
            case Stub stub -> look(path, stub.hash(), share);
            case Leaf leaf -> {
                done += share;
                leaf(path, leaf);
            }
            case Extension extension -> children(below(path, extension.path()), extension.child(), share);
            case Branch branch -> {
                long present = present(branch);
                for (byte slot = 0; slot < Node.END; slot++) {
                    Node child = branch.child(slot);
                    if (child != null) {
                        children(below(path, slot), child, share / present);
                    }
                }
            }
        }
    }

    /** Its flat entry was written together with it. */
    private void leaf(SnapshotPath path, Leaf leaf) {
        if (path.account().isPresent()) {
            slots++;
            return;
        }
        byte[] whole = nibbles(path);
        System.arraycopy(leaf.path(), 0, whole, path.nibbles().size(), leaf.path().length);
        account(Hash.at(HexPrefix.encode(whole, 0, NIBBLES, false), 1), TrieAccount.decode(leaf.value()));
    }

    private static long present(Branch branch) {
        long present = 0;
        for (int slot = 0; slot < Node.END; slot++) {
            present += branch.child(slot) == null ? 0 : 1;
        }
        return present;
    }

    private TrieSpace space(SnapshotPath path) {
        return path.account()
                .map(account -> TrieSpace.storage(store, account))
                .orElseGet(() -> TrieSpace.accounts(store));
    }

    private static SnapshotPath below(SnapshotPath path, byte... further) {
        byte[] nibbles =
                Arrays.copyOf(path.nibbles().unsafeArray(), path.nibbles().size() + further.length);
        System.arraycopy(further, 0, nibbles, path.nibbles().size(), further.length);
        return new SnapshotPath(path.account(), Bytes.wrap(nibbles));
    }

    private static byte[] nibbles(SnapshotPath path) {
        return Arrays.copyOf(path.nibbles().unsafeArray(), NIBBLES + 1);
    }
}
