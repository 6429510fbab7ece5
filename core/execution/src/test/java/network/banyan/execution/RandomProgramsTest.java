// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** Whatever the code, the EVM ends in one of its own ways, and an end that is no success leaves the world as it was. */
class RandomProgramsTest {
    private static final int PROGRAMS = 30_000;
    private static final int PROGRAMS_LONG = 1_000_000;
    private static final int[] OPS_WITH_EFFECT = {
        0x20, 0x31, 0x35, 0x37, 0x39, 0x3b, 0x3c, 0x3e, 0x3f, 0x40, 0x49, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57,
        0x5b, 0x5c, 0x5d, 0x5e, 0xa0, 0xa2, 0xa4, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xfa, 0xfd, 0xff, 0x0a, 0x09, 0x1e
    };

    @Test
    void noProgramBreaksTheMachine() {
        int programs = Boolean.getBoolean("banyan.long") ? PROGRAMS_LONG : PROGRAMS;
        int succeeded = 0;
        for (int seed = 0; seed < programs; seed++) {
            Random random = new Random(seed);
            MemoryState state = Scene.richAlice();
            state.put(Scene.CONTRACT, 1, UInt256.of(1000), Bytes.wrap(program(random)));
            state.put(Scene.BOB, 1, UInt256.of(5), Bytes.wrap(program(random)));
            state.put(Scene.CONTRACT, UInt256.ONE, UInt256.ONE);
            var world = new JournaledWorld(state, new CodeCache(1 << 16));
            var evm = new Evm(Fork.OSAKA, world, Scene.block().context(Scene.RULES, Scene.NO_ANCESTORS));
            world.beginTransaction();
            long gas = 30_000 + random.nextInt(400_000);
            byte[] input = new byte[random.nextInt(100)];
            random.nextBytes(input);

            Result result = seed % 3 == 0
                    ? evm.create(
                            context(),
                            Scene.ALICE,
                            Address.ofNumber(0x12345),
                            UInt256.ONE,
                            Bytes.wrap(program(random)),
                            gas)
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

    /** Mostly small pushes, so that the instructions that follow find operands that mean something. */
    private static byte[] program(Random random) {
        byte[] code = new byte[20 + random.nextInt(120)];
        for (int i = 0; i < 16; i += 2) {
            code[i] = 0x60;
            code[i + 1] = (byte) random.nextInt(64);
        }
        for (int i = 16; i < code.length; i++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    code[i] = 0x60;
                    if (++i < code.length) {
                        code[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(40));
                    }
                }
                case 4 -> code[i] = (byte) (0x30 + random.nextInt(0x1b));
                case 5 -> code[i] = (byte) (0x80 + random.nextInt(0x20));
                case 6 -> code[i] = (byte) random.nextInt(256);
                default -> code[i] = (byte) OPS_WITH_EFFECT[random.nextInt(OPS_WITH_EFFECT.length)];
            }
        }
        return code;
    }
}
