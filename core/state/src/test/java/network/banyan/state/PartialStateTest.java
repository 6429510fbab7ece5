// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChain.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialStateTest {
    private static final long MUCH = 1L << 30;

    /** What a block did, with what shows it. */
    private record Shown(
            Hash before, Hash after, StateChanges changes, List<Address> read, List<Bytes> nodes, List<Bytes> codes) {}

    @ParameterizedTest
    @ValueSource(ints = {4, 100_000})
    void whatWasRecordedDoesForTheSameAgain(int trieNodes) {
        for (Shown shown : history(trieNodes, 120)) {
            var state = PartialState.of(shown.before(), shown.nodes(), shown.codes(), MUCH);
            shown.read().forEach(address -> touch(state, address));

            assertThat(state.after(shown.changes())).isEqualTo(shown.after());
        }
    }

    @Test
    void withoutOneOfTheNodesNothingElseComesOut() {
        int without = 0;
        for (Shown shown : history(60, 40)) {
            for (int left = 0; left < shown.nodes().size(); left++) {
                List<Bytes> fewer = new ArrayList<>(shown.nodes());
                fewer.remove(left);
                var state = PartialState.of(shown.before(), fewer, shown.codes(), MUCH);

                assertThatThrownBy(() -> {
                            shown.read().forEach(address -> touch(state, address));
                            state.after(shown.changes());
                        })
                        .isInstanceOf(PartialState.Missing.class);
                without++;
            }
        }
        assertThat(without).isGreaterThan(500);
    }

    @Test
    void whatBelongsToAnotherStateIsNotLookedAt() {
        List<Shown> history = history(60, 30);
        Shown last = history.getLast();
        List<Bytes> all =
                history.stream().flatMap(shown -> shown.nodes().stream()).toList();

        var state = PartialState.of(last.before(), all, last.codes(), MUCH);
        last.read().forEach(address -> touch(state, address));

        assertThat(state.after(last.changes())).isEqualTo(last.after());
    }

    @Test
    void anInventedRootLeadsToNothingButMissing() {
        var random = new Random(7);
        List<Bytes> inventions = new ArrayList<>(List.of(
                list(new byte[] {0x00}, new byte[32]), // an extension without nibbles
                list(new byte[] {0x20}, new byte[] {1}), // a leaf where 64 nibbles lack
                list(new byte[] {0x16}, new byte[32]),
                list(new byte[0], new byte[0]),
                Bytes.wrap(nested(900)),
                Bytes.wrap(nested(200_000)),
                Bytes.wrap(new byte[] {(byte) 0xc0}),
                Bytes.EMPTY));
        List<Shown> history = history(60, 20);
        for (Shown shown : history) {
            for (Bytes node : shown.nodes()) {
                byte[] changed = node.toArray();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                inventions.add(Bytes.wrap(changed));
            }
        }
        for (Bytes invented : inventions) {
            List<Bytes> nodes = new ArrayList<>(history.getLast().nodes());
            nodes.add(invented);
            var state = PartialState.of(Keccak.hash(invented), nodes, List.of(), MUCH);
            for (int number = 0; number < 8; number++) {
                Address address = WorldModel.address(random.nextInt(WorldModel.ACCOUNTS));
                try {
                    touch(state, address);
                    state.after(new StateChanges(
                            new TreeMap<>(java.util.Map.of(
                                    address,
                                    new StateChanges.AccountChange(
                                            java.util.Optional.empty(), false, new TreeMap<>()))),
                            new TreeMap<>()));
                } catch (PartialState.Missing expected) {
                    assertThat(expected).hasMessageContaining("show");
                }
            }
        }
    }

    @Test
    void theEmptyStateNeedsNothing() {
        var state = PartialState.of(OrderedTrie.EMPTY_ROOT, List.of(), List.of(), MUCH);

        assertThat(state.account(WorldModel.address(1))).isEmpty();
        assertThat(state.storage(WorldModel.address(1), UInt256.ZERO)).isEqualTo(UInt256.ZERO);
        assertThat(state.after(StateChanges.NONE)).isEqualTo(OrderedTrie.EMPTY_ROOT);
    }

    private static void touch(StateView state, Address address) {
        state.account(address).ifPresent(account -> state.code(account.codeHash()));
        for (int slot = 0; slot < 5; slot++) {
            state.storage(address, UInt256.of(slot));
        }
    }

    private static List<Shown> history(int trieNodes, int blocks) {
        var random = new Random(trieNodes);
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, new Limits(trieNodes, 20, 1 << 20, 8));
        List<Shown> history = new ArrayList<>();
        for (int number = 0; number < blocks; number++) {
            StateChanges changes = WorldModel.randomChanges(random);
            List<Address> read = new ArrayList<>();
            for (int count = random.nextInt(6); count > 0; count--) {
                read.add(WorldModel.address(random.nextInt(WorldModel.ACCOUNTS + 5)));
            }
            StateLayer parent = chain.head();
            StateRecording recording = chain.record(parent.height(), MUCH).orElseThrow();
            for (Address address : read) {
                assertThat(recording.state().account(address)).isEqualTo(parent.account(address));
                assertThat(recording.state().storage(address, UInt256.of(3)))
                        .isEqualTo(parent.storage(address, UInt256.of(3)));
                touch(recording.state(), address);
            }
            StateLayer layer = chain.apply(parent, changes);
            assertThat(recording.state().after(changes)).isEqualTo(layer.root());
            history.add(new Shown(parent.root(), layer.root(), changes, read, recording.nodes(), recording.codes()));
            store.write(chain.commit(layer));
            chain.committed(layer);
        }
        return history;
    }

    private static Bytes list(byte[] first, byte[] second) {
        return Bytes.wrap(
                new RlpWriter().beginList().write(first).write(second).endList().toArray());
    }

    /** An extension whose child stands inside it, and so on. */
    private static byte[] nested(int depth) {
        byte[] inner = list(new byte[] {0x11}, new byte[] {1}).toArray();
        for (int i = 0; i < depth && inner.length < 60_000; i++) {
            inner = new RlpWriter()
                    .beginList()
                    .write(new byte[] {0x11})
                    .writeRaw(inner)
                    .endList()
                    .toArray();
        }
        return inner;
    }
}
