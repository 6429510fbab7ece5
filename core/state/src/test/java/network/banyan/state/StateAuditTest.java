// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.state.StateChain.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No entry of a state can be lost, changed or added without the audit seeing it. */
class StateAuditTest {
    private static final int BLOCKS = 40;
    private static final byte[] EVERYTHING = {};

    private final MemoryStateStore store = new MemoryStateStore();
    private WorldModel world = WorldModel.empty();
    private Hash root = OrderedTrie.EMPTY_ROOT;

    @BeforeEach
    void livesForAWhile() {
        var random = new Random(7);
        var chain = StateChain.open(store, new Limits(1_000, 3, 1 << 20, 8));
        for (int block = 0; block < BLOCKS; block++) {
            StateChanges changes = WorldModel.randomChanges(random);
            StateLayer layer = chain.apply(chain.head(), changes);
            store.write(chain.commit(layer));
            chain.committed(layer);
            world = world.after(changes);
        }
        root = chain.head().root();
    }

    private StateAudit.Report audit() {
        return StateAudit.of(store, root, _ -> {});
    }

    @Test
    void aWholeStateIsSound() {
        StateAudit.Report report = audit();

        assertThat(report.damage()).isEmpty();
        assertThat(report.accounts()).isEqualTo(world.accounts().size());
        assertThat(report.slots())
                .isEqualTo(world.storage().values().stream()
                        .mapToLong(slots -> slots.size())
                        .sum())
                .isPositive();
        assertThat(report.codes()).isPositive();
    }

    @Test
    void theEmptyStateIsSound() {
        assertThat(StateAudit.of(new MemoryStateStore(), OrderedTrie.EMPTY_ROOT, _ -> {})
                        .damage())
                .isEmpty();
    }

    @Test
    void everyEntryIsMissed() {
        for (StateBatch.Entry entry : entries()) {
            write(entry.key(), null);
            assertThat(audit().damage()).as("without %s", entry.key()).isNotEmpty();
            write(entry.key(), entry.value());
        }
        assertThat(audit().damage()).isEmpty();
    }

    @Test
    void everyChangedEntryIsNoticed() {
        var random = new Random(8);
        for (StateBatch.Entry entry : entries()) {
            byte[] changed = Invariant.present(entry.value()).toArray();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            write(entry.key(), Bytes.wrap(changed));
            assertThat(audit().damage()).as("with another %s", entry.key()).isNotEmpty();
            write(entry.key(), entry.value());
        }
    }

    @Test
    void whatNobodyOwnsIsNoticed() {
        Hash nobody = Hash.fromHex("0x" + "ab".repeat(32));
        byte[][] strangers = {Keys.account(nobody), Keys.slot(nobody, nobody)};
        for (byte[] stranger : strangers) {
            write(Bytes.wrap(stranger), Bytes.fromHex("0x01"));
            assertThat(audit().damage()).hasSize(1);
            write(Bytes.wrap(stranger), null);
        }
    }

    @Test
    void anotherRootIsNotThere() {
        assertThat(StateAudit.of(store, Hash.fromHex("0x" + "ab".repeat(32)), _ -> {})
                        .damage())
                .first()
                .asString()
                .contains("the account trie lacks the node");
    }

    /** All that belongs to the newest state: code may outlive its accounts, and the past is kept for other reasons. */
    private List<StateBatch.Entry> entries() {
        List<StateBatch.Entry> entries = new ArrayList<>();
        store.scan(EVERYTHING, (key, value) -> {
            boolean isOfThePast = switch (key.at(0)) {
                case 'h', 'u' -> true;
                case 'c' ->
                    world.accounts().values().stream()
                            .noneMatch(account ->
                                    Bytes.wrap(Keys.code(account.codeHash())).equals(key));
                default -> false;
            };
            return isOfThePast || entries.add(new StateBatch.Entry(key, value));
        });
        return entries;
    }

    private void write(Bytes key, @Nullable Bytes value) {
        var batch = new StateBatch();
        if (value == null) {
            batch.remove(key);
        } else {
            batch.put(key, value);
        }
        store.write(batch);
    }
}
