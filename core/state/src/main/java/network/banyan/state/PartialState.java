// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/**
 * A state of which somebody showed a part. Each node and each code is believed because its hash stands in one that is
 * believed, from the state root on; so nobody can make the state look other than it is, only leave things out. Used by one
 * thread.
 */
public final class PartialState implements StateView {
    /** Nodes that are read have this generation less one; those of the state afterwards are of the next. */
    private static final long READ = 1;

    private final Hash root;
    private final TrieNodes.Places places;
    private final Function<Hash, Bytes> codes;
    private final Map<Hash, TrieEdit> storages = new HashMap<>();
    private @Nullable TrieEdit accounts;

    /**
     * @param codes the code with a Keccak-256; throws {@link Missing} where it has none
     */
    PartialState(Hash root, TrieNodes.Places places, Function<Hash, Bytes> codes) {
        this.root = root;
        this.places = places;
        this.codes = codes;
    }

    /** What was asked for is not in the part that was shown, or is no part of any state. */
    public static final class Missing extends RuntimeException {
        Missing(String what) {
            super(what);
        }
    }

    /** More of the state was looked at than may be. Whoever looks at the same again is told the same. */
    public static final class TooMuch extends RuntimeException {
        TooMuch(long most) {
            super("it touches more than %,d bytes of the state".formatted(most));
        }
    }

    /**
     * The state with this root, as far as these nodes and codes show it. What belongs to another one is never looked at.
     *
     * @param most bytes of nodes and codes that may be looked at, each counted once; {@link TooMuch} is thrown beyond
     */
    public static PartialState of(Hash root, Collection<Bytes> nodes, Collection<Bytes> codes, long most) {
        Map<Hash, Bytes> byHash = byHash(codes);
        var reach = new Reach(most);
        return new PartialState(root, new ShownNodes(byHash(nodes), reach), hash -> {
            Bytes code = byHash.get(hash);
            if (code == null) {
                throw new Missing("code " + hash + " is not shown");
            }
            reach.add(hash, code.size());
            return code;
        });
    }

    private static Map<Hash, Bytes> byHash(Collection<Bytes> shown) {
        return shown.stream().collect(Collectors.toMap(Keccak::hash, Function.identity(), (first, same) -> first));
    }

    @Override
    public Optional<Account> account(Address address) {
        Leaf leaf = leaf(Keccak.hash(address.toArray()));
        return leaf == null ? Optional.empty() : Optional.of(decoded(leaf).account());
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        Hash key = Keccak.hash(address.toArray());
        TrieEdit trie = storages.get(key);
        if (trie == null) {
            Leaf leaf = leaf(key);
            Hash storageRoot =
                    leaf == null ? OrderedTrie.EMPTY_ROOT : decoded(leaf).storageRoot();
            trie = new TrieEdit(places.storage(key), at(storageRoot), READ);
            storages.put(key, trie);
        }
        Leaf word = trie.find(LayerBuilder.path(Keccak.hash(slot.toArray())));
        try {
            return word == null ? UInt256.ZERO : new RlpReader(word.value()).number();
        } catch (RlpException noWord) {
            throw new Missing("a slot of account " + address + " is no word: " + noWord.getMessage());
        }
    }

    @Override
    public Bytes code(Hash codeHash) {
        return codeHash.equals(Keccak.EMPTY) ? Bytes.EMPTY : codes.apply(codeHash);
    }

    /**
     * The state root after a block's changes.
     *
     * @throws Missing if a node on their way is not shown
     */
    public Hash after(StateChanges changes) {
        var builder = new LayerBuilder(places, accounts().root(), READ + 1);
        try {
            builder.apply(changes);
        } catch (RlpException noState) {
            throw new Missing("what is shown is no state: " + noState.getMessage());
        }
        return builder.rootHash();
    }

    private TrieEdit accounts() {
        if (accounts == null) {
            accounts = new TrieEdit(places.accounts(), at(root), READ);
        }
        return Objects.requireNonNull(accounts);
    }

    private static @Nullable Node at(Hash root) {
        return root.equals(OrderedTrie.EMPTY_ROOT) ? null : new Stub(root);
    }

    private @Nullable Leaf leaf(Hash key) {
        return accounts().find(LayerBuilder.path(key));
    }

    private static TrieAccount decoded(Leaf leaf) {
        try {
            return TrieAccount.decode(leaf.value());
        } catch (RlpException noAccount) {
            throw new Missing("an account that is shown is none: " + noAccount.getMessage());
        }
    }
}
