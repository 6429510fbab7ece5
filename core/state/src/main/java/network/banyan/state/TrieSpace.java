// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Arrays;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of one trie lie in the store: under a prefix, by their path. Only the newest version of a node is there,
 * so a stub of an older tree may find another node in its place, which its hash gives away.
 */
final class TrieSpace implements TrieNodes {
    private final StateStore store;
    private final byte[] prefix;

    TrieSpace(StateStore store, byte[] prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    static TrieSpace accounts(StateStore store) {
        return new TrieSpace(store, Keys.ACCOUNT_NODES);
    }

    /** The space of the storage trie of the account with this hashed address. */
    static TrieSpace storage(StateStore store, Hash address) {
        return new TrieSpace(store, Keys.storageNodes(address));
    }

    /** The store's key of the node at the first {@code depth} nibbles of a path. */
    @Override
    public Bytes key(byte[] path, int depth) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + depth);
        System.arraycopy(path, 0, key, prefix.length, depth);
        return Bytes.wrap(key);
    }

    /** The encoded node a stub stands for; null if another node, or none, is in its place. */
    byte @Nullable [] encoded(Stub stub, byte[] path, int depth) {
        byte[] encoded = store.get(key(path, depth).unsafeArray());
        return encoded != null && Keccak.hash(encoded).equals(stub.hash()) ? encoded : null;
    }

    /**
     * The node a stub stands for.
     *
     * @throws StateException if the store does not hold it
     */
    @Override
    public Node load(Stub stub, byte[] path, int depth, long generation) {
        byte[] encoded = encoded(stub, path, depth);
        if (encoded == null) {
            throw StateException.damaged("trie node " + key(path, depth));
        }
        return NodeCodec.decode(stub, encoded, generation);
    }
}
