// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.pairs;

import java.util.Optional;
import network.banyan.evm.Halt;
import network.banyan.evm.Tracer;
import network.banyan.execution.JournaledWorld;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/**
 * What a transaction pays by the rules of its block, while it runs by Cancun's. Only what the transactions of the vectors do
 * is known here; that nothing is missing shows in the gas, receipts and state that each header names.
 *
 * <p>Some of them run until a certain gas is left, so what they see of it must be right at every step. It is: storage is made
 * warm before it is touched, and what setting a warm slot costs is what it always cost. Other touches are put right at the end.
 *
 * <p>Source: the Yellow Paper; EIP-150 (reads), 1283 and 2200 (writes), 2028 (call data), 2929 (warm slots), 3860 (init code).
 */
final class OldGas implements Tracer {
    private static final int SLOAD = 0x54;
    private static final int SSTORE = 0x55;
    private static final int SET = 20_000;
    private static final int RESET = 5_000;

    private final long block;
    private final JournaledWorld world;
    private long more;

    // The instruction whose price is not known before the next one begins.
    private boolean pending;
    private long gasBefore;
    private long oldPrice;

    OldGas(long block, JournaledWorld world) {
        this.block = block;
        this.world = world;
    }

    /** What must be paid beside what the machine took; known once the transaction has run. */
    long more() {
        return more;
    }

    /** What a transaction pays before it runs. */
    static long intrinsic(long block, TransactionBody body) {
        Bytes data = body.data();
        long gas = 21_000 + (body.to().isEmpty() ? 32_000 : 0);
        for (int i = 0; i < data.size(); i++) {
            int byteOfCode = block < VectorBlock.FIRST_ISTANBUL ? 68 : 16;
            gas += data.at(i) == 0 ? 4 : byteOfCode;
        }
        for (TransactionBody.AccessListEntry entry : body.accessList()) {
            gas += 2_400 + 1_900L * entry.slots().size();
        }
        boolean paysForWords = body.to().isEmpty() && block >= VectorBlock.FIRST_SHANGHAI;
        return gas + (paysForWords ? 2 * ((data.size() + 31) / 32) : 0);
    }

    @Override
    public void step(Moment moment) {
        Invariant.check(moment.depth() == 0, "the transactions of old blocks call nobody");
        settle(moment.gas());
        if (block >= VectorBlock.FIRST_BERLIN || (moment.op() != SLOAD && moment.op() != SSTORE)) {
            return;
        }
        world.warmUp(moment.inside().self(), moment.stack().getLast());
        pending = true;
        gasBefore = moment.gas();
        oldPrice = moment.op() == SLOAD ? read() : write(moment);
    }

    private void settle(long gas) {
        if (pending) {
            more += oldPrice - (gasBefore - gas);
            pending = false;
        }
    }

    @Override
    public void leave(int depth, long gas, Optional<Halt> halt) {
        settle(gas);
    }

    private long read() {
        if (block < VectorBlock.FIRST_TANGERINE) {
            return 50;
        }
        return block < VectorBlock.FIRST_ISTANBUL ? 200 : 800;
    }

    private long write(Moment moment) {
        int top = moment.stack().size() - 1;
        UInt256 slot = moment.stack().get(top);
        UInt256 value = moment.stack().get(top - 1);
        UInt256 current = world.storage(moment.inside().self(), slot);
        boolean net = block >= VectorBlock.FIRST_ISTANBUL
                || (block >= VectorBlock.FIRST_CONSTANTINOPLE && block < VectorBlock.FIRST_PETERSBURG);
        if (!net) {
            return current.isZero() && !value.isZero() ? SET : RESET;
        }
        UInt256 original = world.originalStorage(moment.inside().self(), slot);
        if (current.equals(value) || !current.equals(original)) {
            return read();
        }
        return original.isZero() ? SET : RESET;
    }
}
