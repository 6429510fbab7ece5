// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static network.banyan.evm.Op.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import network.banyan.primitives.BigEndian;

/** Writes one block's instructions. The block's gas is paid and its stack checked when they begin. */
final class BlockWriter {
    private final CodeBuilder out;
    private final Chunk chunk;
    private final byte[] code;
    private final int size;
    private final Stack stack;
    private final Arithmetic arithmetic;
    private final Divisions divisions;

    /** Gas of the block's instructions that are still to come: already paid, but GAS must not count it as spent. */
    private int gasToCome;

    /** So many bytes memory is known to hold. */
    private int memoryBytes;

    BlockWriter(CodeBuilder out, Chunk chunk, byte[] code, int size) {
        this.out = out;
        this.chunk = chunk;
        this.code = code;
        this.size = size;
        this.stack = new Stack(out);
        this.arithmetic = new Arithmetic(out, stack);
        this.divisions = new Divisions(out, stack, arithmetic);
    }

    /** True if the block behind it may follow. */
    boolean write(Block block) {
        gasToCome = block.gas();
        int at = block.start();
        while (at < block.end()) {
            int op = at < size ? code[at] & 0xff : STOP;
            stack.reuseLocals();
            int next = at + 1 + immediateBytes(op);
            gasToCome -= isDefined(op) ? gas(op) : 0;
            if (op == CLZ && !chunk.countsLeadingZeros()) {
                chunk.interpret(at, stack);
                return false;
            }
            if (!arithmetic.write(op) && !divisions.write(op) && ends(op, at, next)) {
                return op == JUMPI;
            }
            at = next;
        }
        finish();
        chunk.go(block.end());
        return true;
    }

    /** Everything back onto the frame's stack, of which {@link Locals#TOP} then names the topmost word. */
    private void finish() {
        stack.flush();
        if (stack.height() != 0) {
            out.iinc(Locals.TOP, LIMBS * stack.height());
        }
    }

    /** Translates an instruction that is no arithmetic; true if the block ends with it. */
    private boolean ends(int op, int at, int next) {
        switch (op) {
            case STOP -> chunk.stop();
            case JUMP -> jump();
            case JUMPI -> jumpIf(next);
            case RETURN, REVERT, SELFDESTRUCT -> instruction(op, next);
            default -> {
                if (!isDefined(op)) {
                    chunk.interpret(at, stack);
                    return true;
                }
                simple(op, at, next);
                return false;
            }
        }
        return true;
    }

    private void simple(int op, int at, int next) {
        switch (op) {
            case JUMPDEST -> {}
            case POP -> stack.pop();
            case PC -> stack.push(Word.of(at));
            case GAS -> {
                out.lload(Locals.GAS);
                if (gasToCome != 0) {
                    out.loadConstant((long) gasToCome).ladd();
                }
                pushLow();
            }
            case MSIZE -> pushInt("memorySize");
            case CALLDATASIZE -> pushInt("inputSize");
            case CODESIZE -> stack.push(Word.of(size));
            case RETURNDATASIZE -> {
                out.aload(Locals.FRAME).getfield(Names.FRAME, "returnData", Names.BYTES);
                out.arraylength().i2l();
                pushLow();
            }
            case CALLVALUE -> pushValue();
            case ADDRESS -> pushAddress("self");
            case CALLER -> pushAddress("caller");
            case MLOAD -> load(stack.pop());
            case MSTORE -> store(stack.pop(), stack.pop());
            case MSTORE8 -> storeByte(stack.pop(), stack.pop());
            default -> {
                if (op >= PUSH0 && op <= PUSH32) {
                    push(at + 1, op - PUSH0);
                } else if (op >= DUP1 && op <= DUP16) {
                    stack.push(stack.peek(op - DUP1));
                } else if (op >= SWAP1 && op <= SWAP16) {
                    stack.swap(op - SWAP1 + 1);
                } else {
                    instruction(op, next);
                }
            }
        }
    }

    private void push(int from, int count) {
        byte[] word = new byte[32];
        System.arraycopy(code, from, word, 32 - count, count);
        stack.push(Word.of(
                BigEndian.longAt(word, 24),
                BigEndian.longAt(word, 16),
                BigEndian.longAt(word, 8),
                BigEndian.longAt(word, 0)));
    }

    private void pushLow() {
        Word word = Word.of(0);
        stack.keep(word, 0);
        stack.push(word);
    }

    private void pushInt(String field) {
        out.aload(Locals.FRAME).getfield(Names.FRAME, field, CD_int).i2l();
        pushLow();
    }

    private void pushValue() {
        Word value = Word.computed();
        String[] limbs = {"d", "c", "b", "a"};
        for (int limb = 0; limb < 4; limb++) {
            out.aload(Locals.FRAME).getfield(Names.FRAME, "value", Names.WORD);
            out.invokevirtual(Names.WORD, limbs[limb], MethodTypeDesc.of(CD_long));
            stack.keep(value, limb);
        }
        stack.push(value);
    }

    private void pushAddress(String field) {
        Word address = Word.of(0);
        for (int limb = 0; limb < 3; limb++) {
            out.aload(Locals.FRAME).getfield(Names.FRAME, field, Names.ADDRESS);
            out.invokestatic(Names.COMPILED_CODE, "addressLimb" + limb, MethodTypeDesc.of(CD_long, Names.ADDRESS));
            stack.keep(address, limb);
        }
        stack.push(address);
    }

    /** Makes memory hold so many bytes at the offset and leaves array and index in the scratch variables. */
    private void reach(Word offset, int bytes) {
        int constant = offset.asIndex();
        if (constant < 0 || constant > Integer.MAX_VALUE - bytes || constant + bytes > memoryBytes) {
            stack.hold(offset);
            Label reached = out.newLabel();
            memoryArguments(offset, bytes);
            out.invokestatic(Names.COMPILED_CODE, "reaches", Names.REACHES).ifne(reached);
            chunk.saveGas();
            memoryArguments(offset, bytes);
            out.invokestatic(Names.COMPILED_CODE, "expand", Names.REACHES).ifeq(chunk.outOfGas());
            chunk.loadGas();
            out.labelBinding(reached);
            if (constant >= 0) {
                memoryBytes = Math.max(memoryBytes, constant + bytes);
            }
        }
        out.aload(Locals.FRAME).getfield(Names.FRAME, "memory", Names.BYTES).astore(Locals.ARRAY);
        if (constant < 0) {
            stack.load(offset, 0);
            out.l2i().istore(Locals.INDEX);
        }
    }

    private void memoryArguments(Word offset, int bytes) {
        out.aload(Locals.FRAME);
        stack.load(offset, 0);
        arithmetic.loadUpper(offset, true);
        out.loadConstant(bytes);
    }

    /** Array and index of a limb in memory. */
    private void limbInMemory(Word offset, int limb) {
        int at = 24 - 8 * limb;
        out.aload(Locals.ARRAY);
        int constant = offset.asIndex();
        if (constant >= 0) {
            out.loadConstant(constant + at);
        } else {
            out.iload(Locals.INDEX);
            if (at != 0) {
                out.loadConstant(at).iadd();
            }
        }
    }

    private void load(Word offset) {
        reach(offset, 32);
        Word word = Word.computed();
        for (int limb = 0; limb < 4; limb++) {
            limbInMemory(offset, limb);
            out.invokestatic(Names.BIG_ENDIAN, "longAt", Names.LOAD);
            stack.keep(word, limb);
        }
        stack.push(word);
    }

    private void store(Word offset, Word word) {
        stack.hold(word);
        reach(offset, 32);
        for (int limb = 0; limb < 4; limb++) {
            limbInMemory(offset, limb);
            stack.load(word, limb);
            out.invokestatic(Names.BIG_ENDIAN, "putLong", Names.STORE);
        }
    }

    private void storeByte(Word offset, Word word) {
        stack.hold(word, 0);
        reach(offset, 1);
        limbInMemory(offset, 3);
        stack.load(word, 0);
        out.l2i().i2b().bastore();
    }

    /** Has {@code Instructions} do it, on the frame's own stack. */
    private void instruction(int op, int next) {
        for (int i = 0; i < takes(op); i++) {
            stack.peek(i);
        }
        stack.flush();
        chunk.saveGas();
        chunk.saveTop(stack.height());
        chunk.savePosition(next);
        out.aload(Locals.INSTRUCTIONS).loadConstant(op).aload(Locals.FRAME);
        out.invokestatic(Names.COMPILED_CODE, "instruction", Names.STEP);
        if (op == RETURN || op == REVERT || op == SELFDESTRUCT) {
            out.ireturn();
            return;
        }
        out.istore(Locals.NEXT).iload(Locals.NEXT).ifne(chunk.answer());
        chunk.loadGas();
        for (int i = 0; i < takes(op); i++) {
            stack.pop();
        }
        int leaves = takes(op) + growth(op);
        for (int i = 0; i < leaves; i++) {
            stack.push(Word.at(stack.height() + 1));
        }
    }

    private void jump() {
        Word target = stack.pop();
        stack.hold(target);
        finish();
        goTo(target);
    }

    private void goTo(Word target) {
        if (target.isConstant()) {
            chunk.jump(target.asIndex());
            return;
        }
        out.aload(Locals.TARGETS);
        stack.load(target, 0);
        arithmetic.loadUpper(target, true);
        out.invokestatic(Names.COMPILED_CODE, "target", Names.TARGET).istore(Locals.NEXT);
        out.iload(Locals.NEXT).iflt(chunk.invalidJump());
        chunk.dispatch(target, stack);
    }

    private void jumpIf(int next) {
        Word target = stack.pop();
        Word condition = stack.pop();
        if (condition.isConstant()) {
            stack.hold(target);
            finish();
            if (condition.isNumber(0)) {
                chunk.go(next);
            } else {
                goTo(target);
            }
            return;
        }
        stack.hold(target);
        boolean inverted = condition.isZeroTest();
        if (!inverted) {
            stack.hold(condition);
        }
        finish();
        Label not = out.newLabel();
        if (inverted) {
            out.lload(condition.zeroTestLocal()).lconst_0().lcmp().ifne(not);
        } else {
            arithmetic.loadCombined(condition);
            out.lconst_0().lcmp().ifeq(not);
        }
        goTo(target);
        out.labelBinding(not);
        chunk.go(next);
    }
}
