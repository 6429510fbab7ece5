// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * Watches an {@link Evm} at work: instruction by instruction, and message by message; see {@link Engine#tracing}. A tracer
 * that has seen enough may throw: the machine and its world are then of no more use.
 */
public interface Tracer {
    /**
     * The moment before an instruction.
     *
     * @param depth 0 for the outermost frame
     * @param gas what the frame has, the instruction not paid yet
     * @param stack the top is last
     * @param memorySize in bytes
     * @param inside what else the frame has; may be asked only until the tracer returns
     */
    record Moment(int depth, int pc, int op, long gas, List<UInt256> stack, int memorySize, Inside inside) {
        public Moment {
            stack = List.copyOf(stack);
        }
    }

    /** A frame from inside, for as long as it stands still. */
    interface Inside {
        /** Whose storage it works on. */
        Address self();

        /** A copy of memory; what lies beyond its end reads as zeros. */
        Bytes memory(long offset, int size);

        /** What the last call from here returned. */
        Bytes returnData();
    }

    /**
     * A call or a creation, the transaction's own included, whether or not it will find code to run.
     *
     * @param depth of the frame it would run in, 0 for the transaction's own
     * @param op {@link Op#CALL} and its kin, {@link Op#CREATE} or {@link Op#CREATE2}
     * @param from the account that sends
     * @param to the account called, or the one that is created
     * @param value in wei; of DELEGATECALL that of the frame it stands in
     * @param input call data, or init code
     * @param gas what it is given, stipend included
     * @param gasKept what the sending frame has left meanwhile; 0 at depth 0
     */
    record Message(int depth, int op, Address from, Address to, UInt256 value, Bytes input, long gas, long gasKept) {}

    /** Whether {@link #step} wants to see an instruction: showing one costs a copy of the stack. */
    default boolean watches(int op) {
        return true;
    }

    /** An instruction is about to run, or to fail for want of gas or stack. */
    void step(Moment moment);

    /**
     * A frame rests while a child runs, or has ended.
     *
     * @param gas what it has left, without what it gave its child
     * @param halt why it ended, if that was exceptional
     */
    void leave(int depth, long gas, Optional<Halt> halt);

    /** A message is sent; {@link #exit} or {@link #refused} follows when it and all it sends in turn are over. */
    default void enter(Message message) {}

    /** The message of this depth ended; after a creation the output is the new code. */
    default void exit(int depth, Result result) {}

    /** The message of this depth could not begin, and its sender has its gas back. */
    default void refused(int depth, Halt why) {}

    /**
     * A log was written by the frame of this depth. It does not stand if that frame, or one around it, fails.
     */
    default void log(int depth, Log log) {}

    /**
     * An account gives all it has to another by SELFDESTRUCT, in the frame of this depth.
     *
     * @param balance in wei
     */
    default void selfDestruct(int depth, Address account, Address beneficiary, UInt256 balance) {}
}
