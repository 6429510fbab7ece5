// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.Bytes;
import network.banyan.state.StateChain.Limits;
import org.junit.jupiter.api.Test;

class ArchiveTest {
    private static final Limits PLAIN = new Limits(200, 5, 1 << 20, 8);
    private static final Limits ARCHIVE = PLAIN.withArchive();

    private final Random random = new Random(7);
    private final MemoryStateStore store = new MemoryStateStore();
    private final List<WorldModel> worlds = new ArrayList<>();
    private StateChain chain = StateChain.open(store, ARCHIVE);

    private void grow(int blocks) {
        for (int block = 0; block < blocks; block++) {
            StateChanges changes = WorldModel.randomChanges(random);
            StateLayer layer = chain.apply(chain.head(), changes);
            store.write(chain.commit(layer));
            chain.committed(layer);
            worlds.add((worlds.isEmpty() ? WorldModel.empty() : worlds.getLast()).after(changes));
        }
    }

    private void reopen(Limits limits) {
        chain = StateChain.open(store, limits);
    }

    private void readsFrom(int oldest) {
        for (int height = 0; height < worlds.size(); height++) {
            var view = chain.at(height);
            assertThat(view.isPresent()).as("block %d can be read", height).isEqualTo(height >= oldest);
            if (view.isPresent()) {
                StateChainTest.verify(view.get(), worlds.get(height));
            }
        }
        assertThat(chain.at(worlds.size())).isEmpty();
    }

    private long past() {
        return TrieEditTest.entries(store).keySet().stream()
                .filter(key -> key.at(0) == Keys.PAST[0])
                .count();
    }

    @Test
    void readsEveryBlockSinceGenesis() {
        grow(120);
        readsFrom(0);
        reopen(ARCHIVE);
        readsFrom(0);
        grow(20);
        readsFrom(0);
    }

    @Test
    void severalBlocksMayBecomeFinalAtOnceAndAWriteMayFail() {
        grow(10);
        for (int round = 0; round < 10; round++) {
            StateLayer layer = chain.head();
            for (int block = 0; block < 3; block++) {
                StateChanges changes = WorldModel.randomChanges(random);
                layer = chain.apply(layer, changes);
                worlds.add(worlds.getLast().after(changes));
            }
            var _ = chain.commit(layer);
            store.write(chain.commit(layer));
            chain.committed(layer);
        }
        readsFrom(0);
    }

    @Test
    void beginsWhereItIsTurnedOn() {
        reopen(PLAIN);
        grow(30);
        assertThat(past()).isZero();
        reopen(ARCHIVE);
        grow(30);
        readsFrom(29);
        reopen(ARCHIVE);
        readsFrom(29);
    }

    /** Blocks without it would make a gap, and a gap would answer with what was long overwritten. */
    @Test
    void isForgottenOnceItIsTurnedOff() {
        grow(60);
        reopen(PLAIN);
        grow(3);
        reopen(ARCHIVE);
        grow(20);
        readsFrom(62);
    }

    @Test
    void whatItTookIsGivenBack() {
        grow(60);
        assertThat(past()).isPositive();
        reopen(PLAIN);
        grow(1 + (int) (past() / 2_000));
        assertThat(past()).isZero();
        assertThat(store.get(Keys.ARCHIVE)).isNull();
        assertThat(chain.head().root()).isEqualTo(worlds.getLast().root());
    }

    @Test
    void aLayerOfLongAgoIsReadable() {
        grow(1);
        StateLayer first = chain.head();
        grow(40);
        StateChainTest.verify(first, worlds.getFirst());
    }

    @Test
    void damageIsNamedSo() {
        var batch = new StateBatch();
        batch.put(Bytes.wrap(Keys.ARCHIVE), Bytes.wrap(new byte[3]));
        store.write(batch);
        assertThatThrownBy(() -> StateChain.open(store, ARCHIVE))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("the archive's beginning");
    }
}
