// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.evm.Mutations;
import network.banyan.testkit.evm.RandomPrograms;
import org.junit.jupiter.api.Test;

/** Whatever the code, the EVM ends in one of its own ways, and an end that is no success leaves the world as it was. */
class RandomProgramsTest {
    private static final int PROGRAMS = 30_000;
    private static final int PROGRAMS_LONG = 1_000_000;
    private static final List<Address> ACCOUNTS = List.of(Scene.ALICE, Scene.CONTRACT, Scene.BOB, Scene.OPERATOR);

    @Test
    void noProgramBreaksTheMachine() {
        int programs = Boolean.getBoolean("banyan.long") ? PROGRAMS_LONG : PROGRAMS;
        int succeeded = 0;
        for (int seed = 0; seed < programs; seed++) {
            Random random = new Random(seed);
            MemoryState state = Scene.richAlice();
            state.put(Scene.CONTRACT, 1, UInt256.of(1000), program(random));
            state.put(Scene.BOB, 1, UInt256.of(5), program(random));
            state.put(Scene.CONTRACT, UInt256.ONE, UInt256.ONE);
            var world = new JournaledWorld(state, new CodeCache(1 << 16));
            var evm = new Evm(Fork.OSAKA, world, Scene.block().context(Scene.RULES, Scene.NO_ANCESTORS));
            world.beginTransaction();
            long gas = 30_000 + random.nextInt(400_000);
            byte[] input = new byte[random.nextInt(100)];
            random.nextBytes(input);

            Result result = seed % 3 == 0
                    ? evm.create(context(), Scene.ALICE, Address.ofNumber(0x12345), UInt256.ONE, program(random), gas)
                    : evm.call(context(), Scene.ALICE, Scene.CONTRACT, UInt256.ONE, Bytes.wrap(input), gas);
            world.endTransaction();

            assertThat(result.gasLeft()).as("seed %d", seed).isBetween(0L, gas);
            if (result instanceof Result.Success) {
                succeeded++;
            } else {
                assertThat(world.changes().accounts()).as("seed %d", seed).isEmpty();
            }
        }
        assertThat(succeeded).as("programs that did anything at all").isGreaterThan(programs / 20);
    }

    private static TransactionContext context() {
        return TransactionContext.of(Scene.ALICE, Scene.GWEI);
    }

    /** Half of them mutated, for what no sensible program does. */
    private static Bytes program(Random random) {
        Bytes program = RandomPrograms.next(random, ACCOUNTS);
        return random.nextBoolean()
                ? program
                : new Mutations(random).of(program, RandomPrograms.next(random, ACCOUNTS));
    }
}
