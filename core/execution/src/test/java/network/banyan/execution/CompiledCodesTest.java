// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import network.banyan.evm.CodeCache;
import network.banyan.evm.CompiledCodes;
import network.banyan.evm.CompiledCodes.Limits;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

/** What may be translated is bounded, whatever is deployed and called. */
class CompiledCodesTest {
    private static final Bytes RETURNS_NOTHING = Bytes.fromHex("0x5b60015000");
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    /** A code like no other. */
    private static Bytes code(int number) {
        return Bytes.fromHex("0x61%04x5060015000".formatted(number));
    }

    private static Result run(Bytes code, Engine engine) {
        MemoryState state = Scene.richAlice();
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, code);
        var world = new JournaledWorld(state, new CodeCache(1 << 20));
        var evm = new Evm(Fork.OSAKA, world, Scene.block().context(Scene.RULES, Scene.NO_ANCESTORS), engine);
        world.beginTransaction();
        var context = TransactionContext.of(Scene.ALICE, Scene.GWEI);
        return evm.call(context, Scene.ALICE, Scene.CONTRACT, UInt256.ZERO, Bytes.EMPTY, 100_000);
    }

    private void translateAll() {
        while (!waiting.isEmpty()) {
            waiting.poll().run();
        }
    }

    @Test
    void aCodeIsTranslatedOnceItIsHotAndTheResultIsTheSame() {
        var codes = new CompiledCodes(Fork.OSAKA, new Limits(3_000, 0, 4, 1 << 20, 100), waiting::add);
        Engine engine = Engine.compiling(codes);
        Result first = run(RETURNS_NOTHING, engine);
        assertThat(codes.statistics().pending()).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(run(RETURNS_NOTHING, engine)).isEqualTo(first);
        }
        assertThat(waiting).as("one translation, however often it is called").hasSize(1);

        translateAll();

        assertThat(codes.statistics().compiled()).isEqualTo(1);
        assertThat(codes.statistics().live()).isEqualTo(1);
        assertThat(codes.statistics().classBytes()).isPositive();
        assertThat(run(RETURNS_NOTHING, engine)).isEqualTo(first);
    }

    @Test
    void onlySoManyWaitAndTheOthersTryAgainLater() {
        var codes = new CompiledCodes(Fork.OSAKA, new Limits(1, 0, 2, 1 << 20, 100), waiting::add);
        Engine engine = Engine.compiling(codes);
        for (int i = 0; i < 5; i++) {
            run(code(i), engine);
        }
        assertThat(waiting).hasSize(2);
        translateAll();
        for (int i = 0; i < 5; i++) {
            run(code(i), engine);
        }
        translateAll();

        assertThat(codes.statistics().compiled()).isEqualTo(4);
        assertThat(codes.statistics().pending()).isZero();
    }

    @Test
    void theLeastRecentlyRunGoesWhenTheBudgetIsSpent() {
        var one = new CompiledCodes(Fork.OSAKA, Limits.AT_ONCE, Runnable::run);
        run(code(0), Engine.compiling(one));
        long size = one.statistics().classBytes();
        var codes = new CompiledCodes(Fork.OSAKA, new Limits(0, 0, 4, 2 * size + 20, 100), Runnable::run);
        Engine engine = Engine.compiling(codes);
        run(code(1), engine);
        run(code(2), engine);
        run(code(1), engine);

        run(code(3), engine);

        assertThat(codes.statistics().live()).isEqualTo(2);
        assertThat(codes.statistics().evicted()).isEqualTo(1);
        run(code(1), engine);
        assertThat(codes.statistics().compiled())
                .as("1 was kept, being used after 2")
                .isEqualTo(3);
        run(code(2), engine);
        assertThat(codes.statistics().compiled()).isEqualTo(4);
    }

    @Test
    void whatDoesNotFitTheBudgetIsRefusedOnceAndForAll() {
        var codes = new CompiledCodes(Fork.OSAKA, new Limits(0, 0, 4, 100, 100), waiting::add);
        for (int i = 0; i < 3; i++) {
            run(RETURNS_NOTHING, Engine.compiling(codes));
            translateAll();
        }

        assertThat(codes.statistics().refused()).isEqualTo(1);
        assertThat(codes.statistics().live()).isZero();
    }

    @Test
    void codesAreForgottenBeyondTheirNumber() {
        var codes = new CompiledCodes(Fork.OSAKA, new Limits(0, 0, 4, 1 << 20, 3), Runnable::run);
        for (int i = 0; i < 10; i++) {
            run(code(i), Engine.compiling(codes));
        }

        assertThat(codes.statistics().live()).isEqualTo(3);
        assertThat(codes.statistics().evicted()).isEqualTo(7);
    }

    @Test
    void callsNobodyPaysForHeatNothing() {
        var codes = new CompiledCodes(Fork.OSAKA, Limits.AT_ONCE, Runnable::run);
        Result expected = run(RETURNS_NOTHING, Engine.reusing(codes));
        assertThat(codes.statistics().compiled()).isZero();

        run(RETURNS_NOTHING, Engine.compiling(codes));

        assertThat(codes.statistics().compiled()).isEqualTo(1);
        assertThat(run(RETURNS_NOTHING, Engine.reusing(codes))).isEqualTo(expected);
    }

    @Test
    void anExecutorThatStoppedLeavesTheInterpreter() {
        var codes = new CompiledCodes(Fork.OSAKA, Limits.AT_ONCE, translation -> {
            throw new RejectedExecutionException("stopped");
        });

        assertThat(run(RETURNS_NOTHING, Engine.compiling(codes))).isInstanceOf(Result.Success.class);
        assertThat(codes.statistics().pending()).isZero();
    }

    /** The longest code there can be, of the instruction that becomes most bytecode, and one of jump targets only. */
    @Test
    void theLongestCodesKeepToTheLimitsOrAreRefused() {
        for (String instruction : new String[] {"02", "5b", "0b", "1d", "51", "09", "57", "50", "90"}) {
            var codes = new CompiledCodes(Fork.OSAKA, Limits.AT_ONCE, Runnable::run);
            Bytes code = Bytes.fromHex("0x" + instruction.repeat(24_576));

            Result result = run(code, Engine.compiling(codes));

            assertThat(result).as(instruction).isEqualTo(run(code, Engine.interpreting()));
            assertThat(codes.statistics().compiled() + codes.statistics().refused())
                    .as(instruction)
                    .isEqualTo(1);
            System.out.printf("24,576 times 0x%s: %s%n", instruction, codes.statistics());
        }
    }
}
