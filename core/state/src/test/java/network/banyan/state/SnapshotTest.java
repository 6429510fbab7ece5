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
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.state.SnapshotRestore.Want;
import network.banyan.state.SnapshotRestore.Wrong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state that travels in parts arrives whole, or not at all. */
class SnapshotTest {
    private static final int BLOCKS = 40;
    private static final String CARRIED = "asnt";

    private final MemoryStateStore store = new MemoryStateStore();
    private Hash root = OrderedTrie.EMPTY_ROOT;

    @BeforeEach
    void livesForAWhile() {
        var random = new Random(11);
        var chain = StateChain.open(store, new StateChain.Limits(1_000, 3, 1 << 20, 8));
        for (int block = 0; block < BLOCKS; block++) {
            StateLayer layer = chain.apply(chain.head(), WorldModel.randomChanges(random));
            store.write(chain.commit(layer));
            chain.committed(layer);
        }
        root = chain.head().root();
    }

    private SnapshotSource source(int leavesBytesMax) {
        return SnapshotSource.of(store, leavesBytesMax).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 150, 1_000, SnapshotPart.LEAVES_BYTES_MAX})
    void itArrivesWhole(int leavesBytesMax) throws Wrong {
        var target = new MemoryStateStore();
        SnapshotRestore restore = SnapshotRestore.of(target, root);
        int parts = bring(source(leavesBytesMax), restore, target, Integer.MAX_VALUE);
        target.write(restore.finish(BLOCKS - 1));

        assertThat(entries(target)).isEqualTo(entries(store));
        StateAudit.Report report = StateAudit.of(target, root, _ -> {});
        assertThat(report.damage()).isEmpty();
        assertThat(restore.progress().accounts()).isEqualTo(report.accounts()).isPositive();
        assertThat(restore.progress().slots()).isEqualTo(report.slots()).isPositive();
        assertThat(restore.progress().thousandths()).isEqualTo(1_000);
        assertThat(parts).isPositive();
        assertThat(StateChain.open(target, StateChain.Limits.DEFAULT).head().height())
                .isEqualTo(BLOCKS - 1);
    }

    @Test
    void theStateItBecomesGoesOnAsTheOneItWas() throws Wrong {
        var target = new MemoryStateStore();
        SnapshotRestore restore = SnapshotRestore.of(target, root);
        bring(source(500), restore, target, Integer.MAX_VALUE);
        target.write(restore.finish(BLOCKS - 1));
        var here = StateChain.open(store, StateChain.Limits.DEFAULT);
        var there = StateChain.open(target, StateChain.Limits.DEFAULT);
        var random = new Random(12);
        for (int block = 0; block < BLOCKS; block++) {
            StateChanges changes = WorldModel.randomChanges(random);
            StateLayer left = here.apply(here.head(), changes);
            StateLayer right = there.apply(there.head(), changes);
            assertThat(right.root()).isEqualTo(left.root());
            store.write(here.commit(left));
            here.committed(left);
            target.write(there.commit(right));
            there.committed(right);
        }
    }

    @Test
    void anInterruptedOneGoesOnWhereItStood() throws Wrong {
        int whole = bring(source(300), SnapshotRestore.of(new MemoryStateStore(), root), null, Integer.MAX_VALUE);
        var target = new MemoryStateStore();
        int brought = 0;
        SnapshotRestore restore = SnapshotRestore.of(target, root);
        for (int step = 1; !restore.isWhole(); step++) {
            brought += bring(source(300), restore, target, step);
            restore = SnapshotRestore.of(target, root);
        }
        assertThat(brought).as("no part came twice").isEqualTo(whole);
        assertThat(entries(target)).isEqualTo(entries(store));
    }

    @Test
    void whatIsGivenBackIsWantedAgain() {
        SnapshotRestore restore = SnapshotRestore.of(new MemoryStateStore(), root);
        List<Want> first = restore.wanted(10);
        assertThat(first).hasSize(1);
        assertThat(restore.wanted(10)).isEmpty();
        assertThat(restore.isWhole()).isFalse();
        restore.giveBack(first.getFirst());
        assertThat(restore.wanted(10)).isEqualTo(first);
    }

    @Test
    void theEmptyStateIsWholeAtOnce() {
        assertThat(SnapshotRestore.of(new MemoryStateStore(), OrderedTrie.EMPTY_ROOT)
                        .isWhole())
                .isTrue();
        assertThat(SnapshotSource.of(new MemoryStateStore())).isEmpty();
    }

    @Test
    void nothingElseIsTaken() throws Wrong {
        var random = new Random(5);
        SnapshotSource source = source(200);
        var target = new MemoryStateStore();
        SnapshotRestore restore = SnapshotRestore.of(target, root);
        int refused = 0;
        while (!restore.isWhole()) {
            for (Want want : restore.wanted(3)) {
                SnapshotPart part = source.part(want.path()).orElseThrow();
                for (int attempt = 0; attempt < 4; attempt++) {
                    byte[] bytes = part.encode().toArray();
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    refused += isRefused(restore, want, Bytes.wrap(bytes)) ? 1 : 0;
                }
                assertThat(SnapshotPart.decode(part.encode())).isEqualTo(part);
                target.write(restore.take(want, part));
            }
            for (Hash code : restore.wantedCodes(3)) {
                Bytes right = source.code(code).orElseThrow();
                assertThatThrownBy(() -> restore.take(code, Bytes.EMPTY)).isInstanceOf(Wrong.class);
                target.write(restore.take(code, right));
            }
        }
        assertThat(refused).isGreaterThan(100);
        assertThat(entries(target)).isEqualTo(entries(store));
    }

    /** Every change of a bit must be; what is refused leaves no trace. */
    private static boolean isRefused(SnapshotRestore restore, Want want, Bytes bytes) {
        try {
            restore.take(want, SnapshotPart.decode(bytes));
        } catch (RlpException | Wrong refused) {
            return true;
        }
        throw new AssertionError("taken: " + bytes);
    }

    @Test
    void leavesBelongWhereTheyWereAskedFor() {
        SnapshotRestore restore = SnapshotRestore.of(new MemoryStateStore(), root);
        Want top = restore.wanted(1).getFirst();
        var fork = (SnapshotPart.Fork) source(1).part(top.path()).orElseThrow();
        assertThat(taken(restore, top, fork)).isTrue();
        Want want = restore.wanted(1).getFirst();
        var leaves = (SnapshotPart.Leaves)
                source(SnapshotPart.LEAVES_BYTES_MAX).part(want.path()).orElseThrow();
        List<SnapshotPart.Leaf> moved = new ArrayList<>();
        for (SnapshotPart.Leaf leaf : leaves.leaves()) {
            byte[] key = leaf.key().toArray();
            key[0] ^= 0x10;
            moved.add(new SnapshotPart.Leaf(Hash.of(key), leaf.value()));
        }
        assertThat(taken(restore, want, new SnapshotPart.Leaves(moved))).isFalse();
        assertThat(taken(restore, want, new SnapshotPart.Leaves(leaves.leaves().reversed())))
                .isEqualTo(leaves.leaves().size() == 1);
        assertThat(taken(restore, want, new SnapshotPart.Leaves(List.of()))).isFalse();
    }

    private static boolean taken(SnapshotRestore restore, Want want, SnapshotPart part) {
        try {
            restore.take(want, part);
            return true;
        } catch (Wrong wrong) {
            return false;
        }
    }

    @Test
    void pathsAreReadAsTheyAreWritten() {
        var path = new SnapshotPath(Optional.of(root), Bytes.wrap(new byte[] {0, 15, 7}));
        assertThat(SnapshotPath.decode(path.encode())).isEqualTo(path);
        assertThat(SnapshotPath.decode(SnapshotPath.root().encode())).isEqualTo(SnapshotPath.root());
        assertThatThrownBy(() -> SnapshotPath.decode(Bytes.fromHex("0xc28010"))).isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> SnapshotPath.decode(Bytes.fromHex("0xc20180"))).isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> SnapshotPath.decode(Bytes.EMPTY)).isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> new SnapshotPath(Optional.empty(), Bytes.wrap(new byte[64])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(source(1).part(new SnapshotPath(Optional.of(Hash.ZERO), Bytes.EMPTY)))
                .isEmpty();
    }

    /** @return parts that came, at most about so many */
    private static int bring(
            SnapshotSource source,
            SnapshotRestore restore,
            @org.jspecify.annotations.Nullable MemoryStateStore target,
            int max)
            throws Wrong {
        var scratch = target == null ? new MemoryStateStore() : target;
        int came = 0;
        while (!restore.isWhole() && came < max) {
            for (Want want : restore.wanted(Math.min(7, max - came))) {
                scratch.write(restore.take(want, source.part(want.path()).orElseThrow()));
                came++;
            }
            for (Hash code : restore.wantedCodes(7)) {
                scratch.write(restore.take(code, source.code(code).orElseThrow()));
            }
        }
        return came;
    }

    private static Map<Bytes, Bytes> entries(StateStore store) {
        Map<Bytes, Bytes> entries = new TreeMap<>();
        store.scan(new byte[0], (key, value) -> {
            if (CARRIED.indexOf((char) key.at(0)) >= 0) {
                entries.put(key, value);
            }
            return true;
        });
        return entries;
    }
}
