// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.evm.Code;
import network.banyan.evm.CodeCache;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

class JournaledWorldTest {
    private static final List<Address> ACCOUNTS =
            List.of(Scene.ALICE, Scene.BOB, Scene.CONTRACT, Address.ofNumber(0x77));

    @Test
    void undoingToAMarkBringsBackEverythingThatCanBeSeen() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            JournaledWorld world = world();
            world.beginTransaction();
            act(world, random, 15);
            List<Object> before = seen(world);
            int mark = world.mark();
            act(world, random, 5);
            int inner = world.mark();
            act(world, random, 10);
            if (random.nextBoolean()) {
                world.revertTo(inner);
            }
            world.revertTo(mark);

            assertThat(seen(world)).as("seed %d", seed).isEqualTo(before);
        }
    }

    @Test
    void aBlockThatOnlyUndidThingsChangesNothing() {
        JournaledWorld world = world();
        for (int seed = 0; seed < 50; seed++) {
            world.beginTransaction();
            int mark = world.mark();
            act(world, new Random(seed), 20);
            world.revertTo(mark);
            world.endTransaction();
        }

        assertThat(world.changes().accounts()).isEmpty();
        assertThat(world.changes().codes()).isEmpty();
    }

    @Test
    void whatIsWarmTransientOrOriginalLastsOneTransaction() {
        JournaledWorld world = world();
        world.beginTransaction();
        assertThat(world.warmUp(Scene.CONTRACT)).isTrue();
        assertThat(world.warmUp(Scene.CONTRACT)).isFalse();
        world.setTransientStorage(Scene.CONTRACT, UInt256.ONE, UInt256.ONE);
        world.setStorage(Scene.CONTRACT, UInt256.ONE, UInt256.of(9));
        assertThat(world.originalStorage(Scene.CONTRACT, UInt256.ONE)).isEqualTo(UInt256.of(5));
        world.endTransaction();
        world.beginTransaction();

        assertThat(world.warmUp(Scene.CONTRACT)).isTrue();
        assertThat(world.transientStorage(Scene.CONTRACT, UInt256.ONE)).isEqualTo(UInt256.ZERO);
        assertThat(world.originalStorage(Scene.CONTRACT, UInt256.ONE)).isEqualTo(UInt256.of(9));
    }

    @Test
    void onlyAnAccountOfThisTransactionCanDestroyItself() {
        JournaledWorld world = world();
        Address fresh = Address.ofNumber(0x99);
        world.beginTransaction();
        world.transfer(Scene.ALICE, fresh, UInt256.of(3));
        world.markCreated(fresh);
        world.setNonce(fresh, 1);
        world.setStorage(fresh, UInt256.ONE, UInt256.ONE);
        world.selfDestruct(fresh, Scene.BOB);
        world.selfDestruct(Scene.CONTRACT, Scene.BOB);
        world.endTransaction();

        var changes = world.changes().accounts();
        assertThat(changes).doesNotContainKey(fresh);
        assertThat(changes.get(Scene.CONTRACT).after()).hasValueSatisfying(after -> {
            assertThat(after.balance()).isEqualTo(UInt256.ZERO);
            assertThat(after.hasCode()).isTrue();
        });
        assertThat(changes.get(Scene.BOB).after().orElseThrow().balance()).isEqualTo(UInt256.of(23));
    }

    private static JournaledWorld world() {
        MemoryState state = Scene.richAlice();
        state.put(Scene.CONTRACT, 1, UInt256.of(20), Bytes.fromHex("0x5f"));
        state.put(Scene.CONTRACT, UInt256.ONE, UInt256.of(5));
        return new JournaledWorld(state, new CodeCache(1 << 20));
    }

    private static void act(JournaledWorld world, Random random, int count) {
        for (int i = 0; i < count; i++) {
            Address account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            UInt256 slot = UInt256.of(random.nextInt(3));
            UInt256 value = UInt256.of(random.nextInt(3));
            switch (random.nextInt(11)) {
                case 0 -> world.setStorage(account, slot, value);
                case 1 -> world.setTransientStorage(account, slot, value);
                case 2 -> world.setNonce(account, world.nonce(account) + 1);
                case 3 -> world.setCode(account, Code.of(Bytes.wrap(new byte[] {(byte) random.nextInt(4)})));
                case 4 -> {
                    if (world.balance(Scene.ALICE).compareTo(value) >= 0) {
                        world.transfer(Scene.ALICE, account, value);
                    }
                }
                case 5 -> world.warmUp(account);
                case 6 -> world.warmUp(account, slot);
                case 7 -> world.log(new Log(account, List.of(), Bytes.EMPTY));
                case 8 -> world.refund(random.nextInt(100));
                case 9 -> world.selfDestruct(account, Scene.BOB);
                default -> world.markCreated(account);
            }
        }
    }

    private static List<Object> seen(JournaledWorld world) {
        List<Object> seen = new ArrayList<>();
        seen.add(world.refund());
        seen.add(world.accessed());
        for (Address account : ACCOUNTS) {
            seen.add(world.balance(account));
            seen.add(world.nonce(account));
            seen.add(world.codeHash(account));
            seen.add(world.code(account).bytes());
            for (int slot = 0; slot < 3; slot++) {
                seen.add(world.storage(account, UInt256.of(slot)));
                seen.add(world.originalStorage(account, UInt256.of(slot)));
                seen.add(world.transientStorage(account, UInt256.of(slot)));
            }
        }
        return seen;
    }
}
