// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import static network.banyan.evm.Op.*;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * The loop over a frame's instructions. What most programs spend their time on is done here, on the flat stack, without
 * allocation; everything that touches the world, the environment or other frames is handed to {@link Instructions}.
 *
 * <p>The loop is one long method because HotSpot compiles it as a whole, with gas, program counter and stack pointer in
 * registers. It must stay below 8,000 bytes of bytecode, or HotSpot will not compile it at all.
 */
final class Interpreter {
    private static final int ANYWHERE = -1;
    private static final int NOWHERE = -2;

    /** Added to every height where a tracer watches: no instruction's limits hold there, so each goes the slow way first. */
    private static final int WATCHED = 1 << 30;

    private final Fork fork;
    private final Instructions instructions;
    private final Division division = new Division();
    private final boolean stopsAtTargets;
    private final @Nullable Tracer tracer;

    Interpreter(Fork fork, Instructions instructions, Engine engine) {
        this.fork = fork;
        this.stopsAtTargets = engine.stopsAtTargets();
        this.tracer = engine.tracer();
        this.instructions = instructions;
    }

    /** Runs until the frame ends or waits for another; answers {@link Step#NEXT} only where it stops at a JUMPDEST. */
    Step run(Frame frame) {
        final byte[] code = frame.code.padded();
        final long[] stack = frame.stack;
        final int base = tracer == null ? frame.base : frame.base - WATCHED;
        int top = frame.top;
        int pc = frame.pc;
        long gas = frame.gas;
        // A frame that begins at a JUMPDEST gets past it.
        int passed = stopsAtTargets ? pc : ANYWHERE;
        while (true) {
            int op = code[pc++] & 0xff;
            int height = top - base + LIMBS;
            gas -= GAS_COST[op];
            if (height < LEAST_HEIGHT[op] || height > GREATEST_HEIGHT[op] || gas < 0) {
                if (tracer == null) {
                    return fault(frame, op, height / LIMBS);
                }
                if (!watch(tracer, frame, pc - 1, top, gas)) {
                    return fault(frame, op, (height - WATCHED) / LIMBS);
                }
            }
            int below = top - LIMBS;
            switch (op) {
                case STOP -> {
                    frame.gas = gas;
                    return Step.RETURN;
                }
                case ADD -> {
                    Words.add(stack, top, below);
                    top = below;
                }
                case MUL -> {
                    Words.multiply(stack, top, below);
                    top = below;
                }
                case SUB -> {
                    Words.subtract(stack, top, below);
                    top = below;
                }
                case DIV -> {
                    division.divide(stack, top, below);
                    top = below;
                }
                case SDIV -> {
                    division.divideSigned(stack, top, below);
                    top = below;
                }
                case MOD -> {
                    division.remainder(stack, top, below);
                    top = below;
                }
                case SMOD -> {
                    division.remainderSigned(stack, top, below);
                    top = below;
                }
                case ADDMOD -> {
                    division.addModulo(stack, top, below, below - LIMBS);
                    top = below - LIMBS;
                }
                case MULMOD -> {
                    division.multiplyModulo(stack, top, below, below - LIMBS);
                    top = below - LIMBS;
                }
                case SIGNEXTEND -> {
                    Words.signExtend(stack, top, below);
                    top = below;
                }
                case LT -> {
                    Words.set(stack, below, Words.less(stack, top, below));
                    top = below;
                }
                case GT -> {
                    Words.set(stack, below, Words.less(stack, below, top));
                    top = below;
                }
                case SLT -> {
                    Words.set(stack, below, Words.lessSigned(stack, top, below));
                    top = below;
                }
                case SGT -> {
                    Words.set(stack, below, Words.lessSigned(stack, below, top));
                    top = below;
                }
                case EQ -> {
                    Words.set(stack, below, Words.equal(stack, top, below) ? 1 : 0);
                    top = below;
                }
                case ISZERO -> Words.set(stack, top, Words.isZero(stack, top) ? 1 : 0);
                case AND -> {
                    stack[below] &= stack[top];
                    stack[below + 1] &= stack[top + 1];
                    stack[below + 2] &= stack[top + 2];
                    stack[below + 3] &= stack[top + 3];
                    top = below;
                }
                case OR -> {
                    stack[below] |= stack[top];
                    stack[below + 1] |= stack[top + 1];
                    stack[below + 2] |= stack[top + 2];
                    stack[below + 3] |= stack[top + 3];
                    top = below;
                }
                case XOR -> {
                    stack[below] ^= stack[top];
                    stack[below + 1] ^= stack[top + 1];
                    stack[below + 2] ^= stack[top + 2];
                    stack[below + 3] ^= stack[top + 3];
                    top = below;
                }
                case NOT -> {
                    stack[top] = ~stack[top];
                    stack[top + 1] = ~stack[top + 1];
                    stack[top + 2] = ~stack[top + 2];
                    stack[top + 3] = ~stack[top + 3];
                }
                case BYTE -> {
                    Words.byteAt(stack, top, below);
                    top = below;
                }
                case SHL -> {
                    Words.shiftLeft(stack, top, below);
                    top = below;
                }
                case SHR -> {
                    Words.shiftRight(stack, top, below);
                    top = below;
                }
                case SAR -> {
                    Words.shiftRightSigned(stack, top, below);
                    top = below;
                }
                case CLZ -> {
                    if (!fork.includes(Fork.OSAKA)) {
                        return frame.halt(new Halt(Halt.Reason.INVALID_OPCODE, op, 0));
                    }
                    Words.countLeadingZeros(stack, top);
                }
                case POP -> top = below;
                case MLOAD -> {
                    long offset = frame.size(top);
                    if (offset > frame.memorySize - 32) {
                        frame.gas = gas;
                        if (!frame.expand(offset, 32)) {
                            return frame.halt(Halt.OUT_OF_GAS);
                        }
                        gas = frame.gas;
                    }
                    load(frame.memory, (int) offset, stack, top);
                }
                case MSTORE -> {
                    long offset = frame.size(top);
                    if (offset > frame.memorySize - 32) {
                        frame.gas = gas;
                        if (!frame.expand(offset, 32)) {
                            return frame.halt(Halt.OUT_OF_GAS);
                        }
                        gas = frame.gas;
                    }
                    store(stack, below, frame.memory, (int) offset);
                    top = below - LIMBS;
                }
                case MSTORE8 -> {
                    long offset = frame.size(top);
                    if (offset > frame.memorySize - 1) {
                        frame.gas = gas;
                        if (!frame.expand(offset, 1)) {
                            return frame.halt(Halt.OUT_OF_GAS);
                        }
                        gas = frame.gas;
                    }
                    frame.memory[(int) offset] = (byte) stack[below];
                    top = below - LIMBS;
                }
                case JUMP -> {
                    long target = frame.size(top);
                    if (!frame.code.isJumpDestination(target)) {
                        return frame.halt(Halt.Reason.INVALID_JUMP);
                    }
                    pc = (int) target;
                    top = below;
                }
                case JUMPI -> {
                    if (!Words.isZero(stack, below)) {
                        long target = frame.size(top);
                        if (!frame.code.isJumpDestination(target)) {
                            return frame.halt(Halt.Reason.INVALID_JUMP);
                        }
                        pc = (int) target;
                    }
                    top = below - LIMBS;
                }
                case PC -> {
                    top += LIMBS;
                    Words.set(stack, top, pc - 1);
                }
                case MSIZE -> {
                    top += LIMBS;
                    Words.set(stack, top, frame.memorySize);
                }
                case GAS -> {
                    top += LIMBS;
                    Words.set(stack, top, gas);
                }
                case JUMPDEST -> {
                    if (passed != ANYWHERE) {
                        if (passed != pc - 1) {
                            frame.pc = pc - 1;
                            frame.top = top;
                            frame.gas = gas + GAS_COST[JUMPDEST];
                            return Step.NEXT;
                        }
                        passed = NOWHERE;
                    }
                }
                case PUSH0 -> {
                    top += LIMBS;
                    Words.clear(stack, top);
                }
                case PUSH1 -> {
                    top += LIMBS;
                    Words.set(stack, top, code[pc] & 0xff);
                    pc++;
                }
                case PUSH2 -> {
                    top += LIMBS;
                    Words.set(stack, top, (code[pc] & 0xff) << 8 | (code[pc + 1] & 0xff));
                    pc += 2;
                }
                default -> {
                    if (op > PUSH2 && op <= PUSH32) {
                        top += LIMBS;
                        push(code, pc, op - PUSH1 + 1, stack, top);
                        pc += op - PUSH1 + 1;
                    } else if (op >= DUP1 && op <= DUP16) {
                        Words.copy(stack, top - LIMBS * (op - DUP1), top + LIMBS);
                        top += LIMBS;
                    } else if (op >= SWAP1 && op <= SWAP16) {
                        swap(stack, top, top - LIMBS * (op - SWAP1 + 1));
                    } else {
                        frame.top = top;
                        frame.gas = gas;
                        frame.pc = pc;
                        Step step = instructions.run(op, frame);
                        if (step != Step.NEXT) {
                            return step;
                        }
                        top = frame.top;
                        gas = frame.gas;
                    }
                }
            }
        }
    }

    /** Lets the tracer see an instruction that is about to run; false if it cannot. */
    private static boolean watch(Tracer tracer, Frame frame, int pc, int top, long gasAfter) {
        int op = frame.code.padded()[pc] & 0xff;
        int height = top - frame.base + LIMBS;
        if (tracer.watches(op)) {
            List<UInt256> stack = new ArrayList<>();
            for (int word = frame.base; word <= top; word += LIMBS) {
                stack.add(frame.word(word));
            }
            tracer.step(new Tracer.Moment(
                    frame.depth, pc, op, gasAfter + GAS_COST[op], stack, frame.memorySize, new FrameInside(frame)));
        }
        return height >= LEAST_HEIGHT[op] && height <= GREATEST_HEIGHT[op] && gasAfter >= 0;
    }

    /** Why an instruction could not even begin. */
    private static Step fault(Frame frame, int op, int height) {
        if (!isDefined(op)) {
            return frame.halt(new Halt(Halt.Reason.INVALID_OPCODE, op, 0));
        }
        if (height < LEAST_HEIGHT[op] / LIMBS) {
            return frame.halt(new Halt(Halt.Reason.STACK_UNDERFLOW, height, LEAST_HEIGHT[op] / LIMBS));
        }
        if (height > GREATEST_HEIGHT[op] / LIMBS) {
            return frame.halt(new Halt(Halt.Reason.STACK_OVERFLOW, height, GREATEST_HEIGHT[op] / LIMBS));
        }
        return frame.halt(Halt.OUT_OF_GAS);
    }

    /** Pushes the {@code count} bytes at {@code at}, 1 to 32. The code's padding lets it read 32 in any case. */
    private static void push(byte[] code, int at, int count, long[] stack, int to) {
        long first = BigEndian.longAt(code, at);
        if (count <= 8) {
            Words.set(stack, to, first >>> (64 - 8 * count));
            return;
        }
        long x3 = first;
        long x2 = BigEndian.longAt(code, at + 8);
        long x1 = BigEndian.longAt(code, at + 16);
        long x0 = BigEndian.longAt(code, at + 24);
        int excess = 256 - 8 * count;
        for (int limbs = excess >>> 6; limbs > 0; limbs--) {
            x0 = x1;
            x1 = x2;
            x2 = x3;
            x3 = 0;
        }
        int bits = excess & 63;
        stack[to] = x0 >>> bits | x1 << 1 << (63 - bits);
        stack[to + 1] = x1 >>> bits | x2 << 1 << (63 - bits);
        stack[to + 2] = x2 >>> bits | x3 << 1 << (63 - bits);
        stack[to + 3] = x3 >>> bits;
    }

    private static void swap(long[] stack, int x, int y) {
        long s0 = stack[x];
        long s1 = stack[x + 1];
        long s2 = stack[x + 2];
        long s3 = stack[x + 3];
        Words.copy(stack, y, x);
        stack[y] = s0;
        stack[y + 1] = s1;
        stack[y + 2] = s2;
        stack[y + 3] = s3;
    }

    static void load(byte[] memory, int offset, long[] stack, int to) {
        stack[to + 3] = BigEndian.longAt(memory, offset);
        stack[to + 2] = BigEndian.longAt(memory, offset + 8);
        stack[to + 1] = BigEndian.longAt(memory, offset + 16);
        stack[to] = BigEndian.longAt(memory, offset + 24);
    }

    static void store(long[] stack, int from, byte[] memory, int offset) {
        BigEndian.putLong(memory, offset, stack[from + 3]);
        BigEndian.putLong(memory, offset + 8, stack[from + 2]);
        BigEndian.putLong(memory, offset + 16, stack[from + 1]);
        BigEndian.putLong(memory, offset + 24, stack[from]);
    }
}
