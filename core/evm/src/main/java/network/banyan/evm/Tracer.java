// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.List;
import java.util.Optional;
import network.banyan.primitives.UInt256;

/** Watches an {@link Evm} at work, instruction by instruction; see {@link Engine#tracing}. */
public interface Tracer {
    /**
     * The moment before an instruction.
     *
     * @param depth 0 for the outermost frame
     * @param gas what the frame has, the instruction not paid yet
     * @param stack the top is last
     * @param memorySize in bytes
     */
    record Moment(int depth, int pc, int op, long gas, List<UInt256> stack, int memorySize) {
        public Moment {
            stack = List.copyOf(stack);
        }
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
}
