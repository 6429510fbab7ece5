// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import network.banyan.state.SnapshotPart.Fork;
import network.banyan.state.SnapshotPart.Leaves;
import org.jspecify.annotations.Nullable;

/** A whole state that no longer changes, in parts. Any thread may ask. */
public final class SnapshotSource {
    private static final int NIBBLES = 2 * Hash.SIZE;

    private final StateStore store;
    private final Head head;
    private final int leavesBytesMax;

    private SnapshotSource(StateStore store, Head head, int leavesBytesMax) {
        this.store = store;
        this.head = head;
        this.leavesBytesMax = leavesBytesMax;
    }

    /**
     * @param frozen must stay as it is; empty if it holds no state
     */
    public static Optional<SnapshotSource> of(StateStore frozen) {
        return of(frozen, SnapshotPart.LEAVES_BYTES_MAX);
    }

    static Optional<SnapshotSource> of(StateStore frozen, int leavesBytesMax) {
        Head head = Head.of(frozen);
        return head.height() < 0 ? Optional.empty() : Optional.of(new SnapshotSource(frozen, head, leavesBytesMax));
    }

    /** Of the block after which the state is. */
    public long height() {
        return head.height();
    }

    /** The state root that this block names. */
    public Hash root() {
        return head.root();
    }

    /** What hangs at a path; empty if there is no node. Reads a few hundred nodes at most. */
    public Optional<SnapshotPart> part(SnapshotPath path) {
        TrieSpace space = path.account()
                .map(account -> TrieSpace.storage(store, account))
                .orElseGet(() -> TrieSpace.accounts(store));
        byte[] nibbles = Arrays.copyOf(path.nibbles().unsafeArray(), NIBBLES + 1);
        int depth = path.nibbles().size();
        byte[] encoded = store.get(space.key(nibbles, depth).unsafeArray());
        if (encoded == null) {
            return Optional.empty();
        }
        var gathering = new Gathering(space, nibbles);
        Node node = NodeCodec.decode(new Stub(Keccak.hash(encoded)), encoded, 0);
        return Optional.of(
                gathering.gather(node, depth) ? new Leaves(gathering.leaves) : new Fork(Bytes.wrap(encoded)));
    }

    /** A code by its hash; empty if no account had it. */
    public Optional<Bytes> code(Hash hash) {
        byte @Nullable [] code = store.get(Keys.code(hash));
        return Optional.ofNullable(code).map(Bytes::wrap);
    }

    /** The leaves below a node, as long as they are few. */
    private final class Gathering {
        private final TrieSpace space;
        private final byte[] path;
        private final List<SnapshotPart.Leaf> leaves = new ArrayList<>();
        private int bytes;

        Gathering(TrieSpace space, byte[] path) {
            this.space = space;
            this.path = path;
        }

        /** Whether they were few. */
        boolean gather(Node node, int depth) {
            return switch (node) {
                case Stub stub -> gather(space.load(stub, path, depth, 0), depth);
                case Leaf leaf -> {
                    System.arraycopy(leaf.path(), 0, path, depth, leaf.path().length);
                    Hash key = Hash.at(HexPrefix.encode(path, 0, NIBBLES, false), 1);
                    var found = new SnapshotPart.Leaf(key, Bytes.wrap(leaf.value()));
                    leaves.add(found);
                    bytes += found.size();
                    yield leaves.size() == 1 || bytes <= leavesBytesMax;
                }
                case Extension extension -> {
                    System.arraycopy(extension.path(), 0, path, depth, extension.path().length);
                    yield gather(extension.child(), depth + extension.path().length);
                }
                case Branch branch -> {
                    boolean few = true;
                    for (byte slot = 0; few && slot < Node.END; slot++) {
                        Node child = branch.child(slot);
                        if (child != null) {
                            path[depth] = slot;
                            few = gather(child, depth + 1);
                        }
                    }
                    yield few;
                }
            };
        }
    }
}
