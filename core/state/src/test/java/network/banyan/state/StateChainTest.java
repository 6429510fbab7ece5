// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChain.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateChainTest {
    private static final int HISTORY = 20;

    /** A layer and what it must say. */
    private record Known(StateLayer layer, WorldModel world) {}

    /** Siblings, several blocks final at once, failed writes, restarts; with all of the trie in heap or next to nothing. */
    @ParameterizedTest
    @ValueSource(ints = {4, 60, 100_000})
    void agreesWithAMapThroughBranchesCommitsAndRestarts(int trieNodes) {
        var random = new Random(trieNodes);
        var limits = new Limits(trieNodes, HISTORY, 1 << 20, 8);
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, limits);
        List<WorldModel> finals = new ArrayList<>();
        var head = new Known(chain.head(), WorldModel.empty());
        List<Known> live = new ArrayList<>(List.of(head));

        for (int round = 0; round < 100; round++) {
            for (int blocks = random.nextInt(1, 4); blocks > 0; blocks--) {
                live.add(applied(chain, live.get(random.nextInt(live.size())), random));
            }
            Known chosen = live.get(random.nextInt(live.size()));
            if (chosen.layer() == chain.head()) {
                continue;
            }
            StateBatch batch = chain.commit(chosen.layer());
            if (random.nextInt(8) == 0) {
                live.forEach(known -> verify(known.layer(), known.world()));
                continue;
            }
            List<WorldModel> between = worldsUpTo(chosen, live, chain.head());
            store.write(batch);
            live.forEach(known -> verify(known.layer(), known.world()));
            chain.committed(chosen.layer());
            finals.addAll(between);
            verifyPast(chain, finals);
            if (random.nextInt(10) == 0) {
                chain = StateChain.open(store, limits);
                verifyPast(chain, finals);
                live = new ArrayList<>(List.of(new Known(chain.head(), chosen.world())));
            } else {
                StateLayer newHead = chain.head();
                live.removeIf(known -> !descends(known.layer(), newHead));
            }
            assertThat(live).isNotEmpty();
        }
        assertThat(finals).hasSizeGreaterThan(HISTORY);
        assertThat(canonical(store)).isEqualTo(canonical(writtenAtOnce(finals.getLast())));
        assertThat(undosIn(store)).isEqualTo(HISTORY);
    }

    @Test
    void anEmptyStoreHoldsTheEmptyState() {
        var chain = StateChain.open(new MemoryStateStore(), Limits.DEFAULT);

        assertThat(chain.head().height()).isEqualTo(-1);
        assertThat(chain.head().root()).isEqualTo(OrderedTrie.EMPTY_ROOT);
        assertThat(chain.head().account(WorldModel.address(0))).isEmpty();
        assertThat(chain.at(0)).isEmpty();
    }

    @Test
    void aLayerBesideTheFinalBlockCannotBeBuiltOn() {
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, Limits.DEFAULT);
        var chosen = chain.apply(chain.head(), changes(1));
        var loser = chain.apply(chain.head(), changes(2));
        var old = chain.head();
        store.write(chain.commit(chosen));
        chain.committed(chosen);

        for (StateLayer dead : List.of(loser, old)) {
            assertThatThrownBy(() -> chain.apply(dead, changes(3))).isInstanceOf(Invariant.Violation.class);
            assertThatThrownBy(() -> chain.commit(dead)).isInstanceOf(Invariant.Violation.class);
        }
        assertThatThrownBy(() -> chain.commit(chosen)).isInstanceOf(Invariant.Violation.class);
        assertThatThrownBy(() -> chain.committed(chosen)).isInstanceOf(Invariant.Violation.class);
    }

    @Test
    void aForgottenBlockIsRefusedNotAnsweredWrongly() {
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, new Limits(1_000, 3, 1 << 20, 8));
        List<StateLayer> layers = new ArrayList<>();
        for (int block = 0; block < 10; block++) {
            var layer = chain.apply(chain.head(), changes(block));
            store.write(chain.commit(layer));
            chain.committed(layer);
            layers.add(layer);
        }
        for (int block = 0; block < 10; block++) {
            StateLayer layer = layers.get(block);
            if (block < 6) {
                assertThat(chain.at(block)).isEmpty();
                assertThatThrownBy(() -> layer.account(WorldModel.address(0)))
                        .isInstanceOf(StateException.class)
                        .hasMessage("the state after block " + block + " is no longer kept");
            } else {
                assertThat(chain.at(block).orElseThrow().account(WorldModel.address(0)))
                        .isEqualTo(layer.account(WorldModel.address(0)))
                        .map(Account::nonce)
                        .contains((long) block);
            }
        }
        assertThat(chain.at(10)).isEmpty();
    }

    @Test
    void historyGivesWayToItsBudget() {
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, new Limits(1_000, 256, 2_000, 8));
        for (int block = 0; block < 100; block++) {
            var layer = chain.apply(chain.head(), changes(block));
            store.write(chain.commit(layer));
            chain.committed(layer);
        }
        long bytes = 0;
        for (var entry : TrieEditTest.entries(store).entrySet()) {
            bytes += entry.getKey().at(0) == 'u' ? entry.getValue().size() : 0;
        }
        assertThat(bytes).isBetween(1_000L, 2_000L);
        assertThat(StateChain.open(store, Limits.DEFAULT).at(98)).isPresent();
    }

    @Test
    void aDamagedOrForeignStoreIsNamedSo() {
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, Limits.DEFAULT);
        var layer = chain.apply(chain.head(), changes(1));
        store.write(chain.commit(layer));

        var rootGone = new StateBatch();
        rootGone.remove(Bytes.wrap(Keys.ACCOUNT_NODES));
        store.write(rootGone);
        var reopened = StateChain.open(store, Limits.DEFAULT);
        assertThatThrownBy(() -> reopened.apply(reopened.head(), changes(2)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("sync again");

        var scrambled = new StateBatch();
        TrieEditTest.entries(store).keySet().stream()
                .filter(key -> key.at(0) == 'a' || key.at(0) == 's')
                .forEach(key -> scrambled.put(key, Bytes.wrap(new byte[40])));
        scrambled.put(
                Bytes.wrap(Keys.slot(Keccak.hash(WorldModel.address(0).toArray()), Keccak.hash(UInt256.ONE.toArray()))),
                Bytes.wrap(new byte[40]));
        store.write(scrambled);
        assertThatThrownBy(() -> reopened.head().account(WorldModel.address(0))).isInstanceOf(StateException.class);
        assertThatThrownBy(() -> reopened.head().storage(WorldModel.address(0), UInt256.ONE))
                .isInstanceOf(StateException.class);
        assertThatThrownBy(() -> reopened.head().code(Keccak.hash(new byte[] {1})))
                .isInstanceOf(StateException.class);

        for (String head : List.of("0x01", "0xc3020101", "0xc0", "0xe2020101")) {
            var foreign = new StateBatch();
            foreign.put(Bytes.wrap(Keys.HEAD), Bytes.fromHex(head));
            store.write(foreign);
            assertThatThrownBy(() -> StateChain.open(store, Limits.DEFAULT)).isInstanceOf(StateException.class);
        }
    }

    private static Known applied(StateChain chain, Known parent, Random random) {
        StateChanges changes = WorldModel.randomChanges(random);
        WorldModel world = parent.world().after(changes);
        StateLayer layer = chain.apply(parent.layer(), changes);
        assertThat(layer.root()).isEqualTo(world.root());
        assertThat(layer.height()).isEqualTo(parent.layer().height() + 1);
        verify(layer, world);
        return new Known(layer, world);
    }

    /** Some of a view against all of a world. */
    static void verify(StateView view, WorldModel world) {
        for (int i = 0; i < WorldModel.ACCOUNTS; i += 3) {
            var address = WorldModel.address(i);
            Optional<Account> account = view.account(address);
            assertThat(account).isEqualTo(Optional.ofNullable(world.accounts().get(address)));
            account.filter(Account::hasCode)
                    .ifPresent(with ->
                            assertThat(Keccak.hash(view.code(with.codeHash()))).isEqualTo(with.codeHash()));
            for (int slot = 0; slot < WorldModel.SLOTS; slot += 5) {
                UInt256 key = UInt256.of(slot);
                assertThat(view.storage(address, key)).isEqualTo(world.slot(address, key));
            }
        }
    }

    private static void verifyPast(StateChain chain, List<WorldModel> finals) {
        assertThat(chain.head().height()).isEqualTo(finals.size() - 1);
        assertThat(chain.head().root()).isEqualTo(finals.getLast().root());
        for (int height = 0; height < finals.size(); height++) {
            var view = chain.at(height);
            assertThat(view.isPresent()).isEqualTo(height >= finals.size() - 1 - HISTORY);
            WorldModel world = finals.get(height);
            if (height % 3 == 0) {
                view.ifPresent(kept -> verify(kept, world));
            }
        }
    }

    private static List<WorldModel> worldsUpTo(Known chosen, List<Known> live, StateLayer head) {
        List<WorldModel> worlds = new ArrayList<>();
        for (StateLayer layer = chosen.layer();
                layer != head;
                layer = layer.pending().parent()) {
            StateLayer sought = layer;
            worlds.addFirst(live.stream()
                    .filter(known -> known.layer() == sought)
                    .findFirst()
                    .orElseThrow()
                    .world());
        }
        return worlds;
    }

    private static boolean descends(StateLayer layer, StateLayer head) {
        StateLayer below = layer;
        while (below != head && below.pending() != null) {
            below = below.pending().parent();
        }
        return below == head;
    }

    private static MemoryStateStore writtenAtOnce(WorldModel world) {
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, Limits.DEFAULT);
        store.write(chain.commit(chain.apply(chain.head(), world.fromNothing())));
        return store;
    }

    /** What two stores of the same state must share: all but codes, history and height. */
    private static Map<Bytes, Bytes> canonical(StateStore store) {
        Map<Bytes, Bytes> entries = new TreeMap<>(TrieEditTest.entries(store));
        entries.keySet().removeIf(key -> "cuh".indexOf(key.at(0)) >= 0);
        return entries;
    }

    private static long undosIn(StateStore store) {
        return TrieEditTest.entries(store).keySet().stream()
                .filter(key -> key.at(0) == 'u')
                .count();
    }

    private static StateChanges changes(long nonce) {
        var accounts = new TreeMap<network.banyan.primitives.Address, StateChanges.AccountChange>();
        accounts.put(
                WorldModel.address(0),
                new StateChanges.AccountChange(
                        Optional.of(new Account(nonce, UInt256.ONE, Keccak.EMPTY)), false, new TreeMap<>()));
        return new StateChanges(accounts, new TreeMap<>());
    }
}
