// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Halt;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

/**
 * Interpreter, compiled code, and a random mixture of both do the same: result, gas to the last unit, reason of a halt,
 * logs, refund and state.
 */
class EnginesAgreeTest {
    private static final int PROGRAMS = 2_000;
    private static final int PROGRAMS_LONG = 200_000;

    private record Outcome(Result result, JournaledWorld.Leftovers leftovers, StateChanges changes) {}

    @Test
    void enginesAgreeOnRandomPrograms() {
        int programs = Boolean.getBoolean("banyan.long") ? PROGRAMS_LONG : PROGRAMS;
        int first = Integer.getInteger("banyan.seed", 0);
        int succeeded = 0;
        Map<Halt.Reason, Integer> halted = new EnumMap<>(Halt.Reason.class);
        for (int seed = first; seed < first + programs; seed++) {
            Fork fork = seed % 10 == 0 ? Fork.PRAGUE : Fork.OSAKA;
            Outcome expected = run(Engines.INTERPRETING, fork, seed);

            assertThat(run(Engines.COMPILING, fork, seed))
                    .as("compiled, seed %d", seed)
                    .isEqualTo(expected);
            assertThat(run(Engines.SWITCHING, fork, seed))
                    .as("switching, seed %d", seed)
                    .isEqualTo(expected);

            switch (expected.result) {
                case Result.Success success -> succeeded++;
                case Result.Reverted reverted -> {}
                case Result.Halted(Halt halt) -> halted.merge(halt.reason(), 1, Integer::sum);
            }
        }
        System.out.printf("engines agree: %d programs, %d succeeded, halted: %s%n", programs, succeeded, halted);
        assertThat(succeeded).as("programs that got to an end").isGreaterThan(programs / 5);
        assertThat(halted.values().stream().mapToInt(Integer::intValue).sum())
                .as("programs that halted")
                .isGreaterThan(programs / 10);
    }

    private static Outcome run(Engines engines, Fork fork, int seed) {
        Random random = new Random(seed);
        MemoryState state = Scene.richAlice();
        state.put(Scene.CONTRACT, 1, UInt256.of(1000), RandomPrograms.next(random));
        state.put(Scene.BOB, 1, UInt256.of(5), RandomPrograms.next(random));
        state.put(Scene.CONTRACT, UInt256.ONE, UInt256.ONE);
        var world = new JournaledWorld(state, new CodeCache(1 << 16));
        var rules = new ChainRules(Scene.RULES.chainId(), fork, BlobSchedule.NONE);
        var evm = new Evm(fork, world, Scene.block().context(rules, Scene.NO_ANCESTORS), engines.engine(fork, seed));
        byte[] input = new byte[random.nextInt(100)];
        random.nextBytes(input);
        long gas = 2_000 + random.nextInt(random.nextInt(3) == 0 ? 20_000 : 900_000);
        world.beginTransaction();

        Result result = evm.call(
                TransactionContext.of(Scene.ALICE, Scene.GWEI),
                Scene.ALICE,
                Scene.CONTRACT,
                UInt256.ONE,
                Bytes.wrap(input),
                gas);
        return new Outcome(result, world.endTransaction(), world.changes());
    }
}
