// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;

/**
 * Reads a whole state from its root and says what is not as it should be: trie nodes must have the hashes that name them,
 * flat entries must say what the trie says, code must be there, and nothing may be there that the trie does not know. Takes
 * one look at every entry and almost no memory.
 */
public final class StateAudit {
    private static final int MAX_DAMAGE = 20;
    private static final int NIBBLES = 2 * Hash.SIZE;

    private final StateStore store;
    private final LongConsumer progress;
    private final List<String> damage = new ArrayList<>();
    private final Set<Hash> codes = new HashSet<>();
    private long accounts;
    private long slots;

    private StateAudit(StateStore store, LongConsumer progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * @param damage sentences for people, at most {@value #MAX_DAMAGE}; empty if the state is whole
     */
    public record Report(long accounts, long slots, long codes, List<String> damage) {
        public Report {
            damage = List.copyOf(damage);
        }
    }

    /**
     * @param root that the last final block names
     * @param progress told now and then how many accounts were read
     */
    public static Report of(StateStore store, Hash root, LongConsumer progress) {
        var audit = new StateAudit(store, progress);
        audit.accounts(root);
        audit.strangers();
        return new Report(audit.accounts, audit.slots, audit.codes.size(), audit.damage);
    }

    private void accounts(Hash root) {
        new Walk(TrieSpace.accounts(store), "the account trie", this::account).from(root);
    }

    private void account(Hash address, byte[] value) {
        TrieAccount account = TrieAccount.decode(value);
        accounts++;
        progress.accept(accounts);
        byte[] flat = store.get(Keys.account(address));
        if (flat == null || !Arrays.equals(flat, account.account().encode())) {
            broken("the account with the hashed address %s is not what the trie says", address);
        }
        Hash code = account.account().codeHash();
        if (account.account().hasCode() && codes.add(code)) {
            byte[] bytes = store.get(Keys.code(code));
            if (bytes == null || !Keccak.hash(bytes).equals(code)) {
                broken("the code %s is missing or another", code);
            }
        }
        new Walk(
                        TrieSpace.storage(store, address),
                        "the storage of " + address,
                        (slot, word) -> slot(address, slot, word))
                .from(account.storageRoot());
    }

    private void slot(Hash address, Hash slot, byte[] value) {
        slots++;
        byte[] flat = store.get(Keys.slot(address, slot));
        if (flat == null || !Arrays.equals(flat, new RlpReader(value).array())) {
            broken("the slot %s of %s is not what the trie says", slot, address);
        }
    }

    /** What the trie led to was found; so there are others only if there are more. */
    private void strangers() {
        expect('a', accounts, "accounts");
        expect('s', slots, "storage slots");
    }

    private void expect(char kind, long count, String what) {
        long[] found = {0};
        store.scan(new byte[] {(byte) kind}, (_, _) -> {
            found[0]++;
            return true;
        });
        if (found[0] != count) {
            broken("there are %d %s, and the trie knows %d", found[0], what, count);
        }
    }

    private void broken(String sentence, Object... arguments) {
        if (damage.size() < MAX_DAMAGE) {
            damage.add(sentence.formatted(arguments));
        }
    }

    private interface Visitor {
        void visit(Hash key, byte[] value);
    }

    /** Through one trie; a part that cannot be read is told and left out. */
    private final class Walk {
        private final TrieSpace space;
        private final String name;
        private final Visitor visitor;
        private final byte[] path = new byte[NIBBLES + 1];

        Walk(TrieSpace space, String name, Visitor visitor) {
            this.space = space;
            this.name = name;
            this.visitor = visitor;
        }

        void from(Hash root) {
            if (!root.equals(OrderedTrie.EMPTY_ROOT)) {
                node(new Stub(root), 0);
            }
        }

        private void node(Node node, int depth) {
            switch (node) {
                case Stub stub -> stub(stub, depth);
                case Leaf leaf -> leaf(leaf, depth);
                case Extension extension -> {
                    System.arraycopy(extension.path(), 0, path, depth, extension.path().length);
                    node(extension.child(), depth + extension.path().length);
                }
                case Branch branch -> {
                    for (byte slot = 0; slot < Node.END; slot++) {
                        Node child = branch.child(slot);
                        if (child != null) {
                            path[depth] = slot;
                            node(child, depth + 1);
                        }
                    }
                }
            }
        }

        private void stub(Stub stub, int depth) {
            byte[] encoded = space.encoded(stub, path, depth);
            if (encoded == null) {
                broken("%s lacks the node %s at depth %d, or holds another there", name, stub.hash(), depth);
                return;
            }
            node(NodeCodec.decode(stub, encoded, 0), depth);
        }

        private void leaf(Leaf leaf, int depth) {
            System.arraycopy(leaf.path(), 0, path, depth, leaf.path().length);
            Hash key = Hash.at(HexPrefix.encode(path, 0, NIBBLES, false), 1);
            try {
                visitor.visit(key, leaf.value());
            } catch (RlpException malformed) {
                broken("%s holds something else at %s: %s", name, key, String.valueOf(malformed.getMessage()));
            }
        }
    }
}
