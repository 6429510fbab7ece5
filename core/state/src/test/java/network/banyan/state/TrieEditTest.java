// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Short keys, many of them prefixes of others, and short values: every shape a node can take, nodes that stand inside their
 * parents above all, which hashed keys produce only under attack.
 */
class TrieEditTest {
    private final Random random = new Random(3);
    private final SortedMap<Bytes, Bytes> model = new TreeMap<>();

    @Test
    void editsWrittenAndReadBackGiveTheRootsOfANaiveTrie() {
        var store = new MemoryStateStore();
        Node root = null;
        for (long generation = 2; generation < 600; generation++) {
            var trie = edited(store, root, generation);
            Hash hash = trie.rootHash();
            assertThat(hash).as("generation %d", generation).isEqualTo(naiveRoot());
            store.write(batch(store, trie, generation));
            root = trie.root();
            switch (random.nextInt(4)) {
                case 0 -> root = root == null ? null : new Stub(hash);
                case 1 -> TrieTrim.trim(root, generation, random.nextInt(1, 30));
                default -> {}
            }
            if (generation % 50 == 0) {
                assertThat(entries(store)).isEqualTo(entries(writtenAtOnce()));
            }
        }
    }

    @Test
    void anEmptiedTrieLeavesNothingBehind() {
        var store = new MemoryStateStore();
        var filled = edited(store, null, 2);
        filled.rootHash();
        store.write(batch(store, filled, 2));
        assertThat(entries(store)).isNotEmpty();

        var emptied = new TrieEdit(TrieSpace.accounts(store), new Stub(filled.rootHash()), 3);
        assertThat(emptied.removeAll()).hasSameSizeAs(model.keySet());
        store.write(batch(store, emptied, 3));

        assertThat(emptied.root()).isNull();
        assertThat(entries(store)).isEmpty();
    }

    @Test
    void anEarlierTreeStaysAsItWas() {
        var store = new MemoryStateStore();
        var first = edited(store, null, 2);
        Hash hash = first.rootHash();

        var second = edited(store, first.root(), 3);
        assertThat(second.rootHash()).isNotEqualTo(hash);

        var again = new TrieEdit(TrieSpace.accounts(store), first.root(), 4);
        byte[] absent = TrieVectorsTest.key(new byte[] {1, 2, 3, 4, 5, 6, 7});
        again.put(absent, new byte[] {1}, null);
        again.remove(absent);
        assertThat(again.rootHash()).isEqualTo(hash);
    }

    private TrieEdit edited(StateStore store, @Nullable Node root, long generation) {
        var trie = new TrieEdit(TrieSpace.accounts(store), root, generation);
        for (int change = random.nextInt(1, 40); change > 0; change--) {
            byte[] key = new byte[random.nextInt(4)];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (random.nextInt(3) << (random.nextBoolean() ? 4 : 0));
            }
            byte[] value = new byte[random.nextInt(5) == 0 ? 40 : random.nextInt(1, 4)];
            random.nextBytes(value);
            if (random.nextInt(5) < 2) {
                trie.remove(TrieVectorsTest.key(key));
                model.remove(Bytes.wrap(key));
                assertThat(trie.find(TrieVectorsTest.key(key))).isNull();
            } else {
                trie.put(TrieVectorsTest.key(key), value, null);
                model.put(Bytes.wrap(key), Bytes.wrap(value));
                assertThat(trie.find(TrieVectorsTest.key(key)).value()).isEqualTo(value);
            }
        }
        return trie;
    }

    private Hash naiveRoot() {
        return NaiveTrie.root(model.entrySet().stream()
                .map(entry -> new NaiveTrie.Entry(entry.getKey(), entry.getValue()))
                .toList());
    }

    private MemoryStateStore writtenAtOnce() {
        var store = new MemoryStateStore();
        var trie = new TrieEdit(TrieSpace.accounts(store), null, 2);
        model.forEach((key, value) -> trie.put(TrieVectorsTest.key(key.toArray()), value.toArray(), null));
        trie.rootHash();
        store.write(batch(store, trie, 2));
        return store;
    }

    private static StateBatch batch(StateStore store, TrieEdit trie, long generation) {
        var batch = new StateBatch();
        trie.vacated().forEach(batch::remove);
        TrieWriter.write(store, trie.root(), generation, batch);
        return batch;
    }

    static Map<Bytes, Bytes> entries(StateStore store) {
        Map<Bytes, Bytes> entries = new TreeMap<>();
        store.scan(new byte[0], (key, value) -> {
            entries.put(key, value);
            return true;
        });
        return entries;
    }
}
