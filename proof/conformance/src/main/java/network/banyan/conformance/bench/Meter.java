// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.execution.JournaledWorld;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Times a program in one engine. What a call does to the state is taken back before the next.
 *
 * @param warmUpNanos calls that are not counted go on so long, for HotSpot to do its work
 * @param measuredNanos and so long those that are
 */
record Meter(long warmUpNanos, long measuredNanos) {
    private static final int ROUNDS = 8;

    /** That of anvil's first block: burntpix stores what its gas has cost. */
    private static final UInt256 BASE_FEE = UInt256.of(1_000_000_000);

    /**
     * @param gas what a call used, without refunds
     * @param firstNanos the very first call, code not analysed yet
     * @param nanos a call once warm: the best of up to eight rounds, the others had the machine's other work in them
     * @param halt why the call took all its gas, if it did
     */
    record Figure(long gas, Bytes output, long firstNanos, double nanos, Optional<String> halt) {
        double micros() {
            return nanos / 1e3;
        }

        double megagasPerSecond() {
            return gas * 1e3 / nanos;
        }
    }

    /** Warm code is measured for so many seconds after twice as long for HotSpot. */
    static Meter seconds(double seconds) {
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        return new Meter(2 * nanos, nanos);
    }

    Figure measure(Program program, Engine engine) {
        var world = new JournaledWorld(program.state(), new CodeCache(1 << 20));
        var evm = new Evm(Fork.OSAKA, world, block(), engine);
        int mark = begin(program, world);
        long started = System.nanoTime();
        Result result = execute(program, evm);
        world.revertTo(mark);
        long first = System.nanoTime() - started;
        while (System.nanoTime() - started < warmUpNanos) {
            call(program, world, evm);
        }
        double best = Double.MAX_VALUE;
        long measured = System.nanoTime();
        for (int round = 0; round < ROUNDS && (round < 2 || System.nanoTime() - measured < measuredNanos); round++) {
            long calls = 0;
            long start = System.nanoTime();
            long now;
            do {
                call(program, world, evm);
                calls++;
                now = System.nanoTime();
            } while (now - start < measuredNanos / ROUNDS);
            best = Math.min(best, (double) (now - start) / calls);
        }
        Optional<String> halt =
                result instanceof Result.Halted(var reason) ? Optional.of(reason.toString()) : Optional.empty();
        return new Figure(program.gas() - result.gasLeft(), result.output(), first, best, halt);
    }

    private static void call(Program program, JournaledWorld world, Evm evm) {
        int mark = begin(program, world);
        execute(program, evm);
        world.revertTo(mark);
    }

    private static int begin(Program program, JournaledWorld world) {
        world.beginTransaction();
        world.warmUp(program.sender());
        world.warmUp(program.to());
        return world.mark();
    }

    private static Result execute(Program program, Evm evm) {
        var context = TransactionContext.of(program.sender(), UInt256.ZERO);
        return evm.call(context, program.sender(), program.to(), UInt256.ZERO, program.data(), program.gas());
    }

    private static BlockContext block() {
        return new BlockContext(
                UInt256.ONE, 1, 1, Long.MAX_VALUE, Address.ZERO, Hash.ZERO, BASE_FEE, UInt256.ONE, number -> Hash.ZERO);
    }
}
