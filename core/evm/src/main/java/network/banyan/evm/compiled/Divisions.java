// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static network.banyan.evm.Op.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes DIV and its kin, and SIGNEXTEND: short where all operands are single limbs, else through an array of words that
 * {@code Division} works on.
 */
final class Divisions {
    private final CodeBuilder out;
    private final Stack stack;
    private final Arithmetic arithmetic;

    Divisions(CodeBuilder out, Stack stack, Arithmetic arithmetic) {
        this.out = out;
        this.stack = stack;
        this.arithmetic = arithmetic;
    }

    /** Translates the instruction; false if it is none of these. */
    boolean write(int op) {
        switch (op) {
            case DIV -> unsigned("divide");
            case MOD -> unsigned("remainder");
            case SDIV -> signed("divideSigned");
            case SMOD -> signed("remainderSigned");
            case ADDMOD -> modulo("addModulo");
            case MULMOD -> modulo("multiplyModulo");
            case SIGNEXTEND -> signExtend();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void unsigned(String method) {
        Word a = stack.pop();
        Word b = stack.pop();
        Word result = newResult(a, b);
        Label slow = out.newLabel();
        Label done = out.newLabel();
        if (!(a.isSmall() && b.isSmall())) {
            arithmetic.loadUpper(a, true);
            arithmetic.loadUpper(b, true);
            out.lor().lconst_0().lcmp().ifne(slow);
        }
        stack.load(a, 0);
        stack.load(b, 0);
        out.invokestatic(Names.LIMBS, method, Names.longs(2));
        out.lstore(result.local(0));
        for (int limb = 1; limb < 4; limb++) {
            out.lconst_0().lstore(result.local(limb));
        }
        if (!(a.isSmall() && b.isSmall())) {
            out.goto_(done).labelBinding(slow);
            divide(method, Names.DIVIDE, result, a, b);
            out.labelBinding(done);
        }
        stack.push(result);
    }

    private void signed(String method) {
        Word a = stack.pop();
        Word b = stack.pop();
        Word result = newResult(a, b);
        Label slow = out.newLabel();
        Label done = out.newLabel();
        arithmetic.loadAll(a);
        out.invokestatic(Names.LIMBS, "isLong", Names.IS_LONG).ifeq(slow);
        arithmetic.loadAll(b);
        out.invokestatic(Names.LIMBS, "isLong", Names.IS_LONG).ifeq(slow);
        stack.load(a, 0);
        stack.load(b, 0);
        out.invokestatic(Names.LIMBS, method, Names.longs(2));
        out.dup2().lstore(result.local(0));
        out.bipush(63).lshr();
        out.dup2().lstore(result.local(1));
        out.dup2().lstore(result.local(2));
        out.lstore(result.local(3));
        out.goto_(done).labelBinding(slow);
        divide(method, Names.DIVIDE, result, a, b);
        out.labelBinding(done);
        stack.push(result);
    }

    private void modulo(String method) {
        Word a = stack.pop();
        Word b = stack.pop();
        Word modulus = stack.pop();
        Word result = newResult(a, b, modulus);
        divide(method, Names.MODULO, result, a, b, modulus);
        stack.push(result);
    }

    /** A word in local variables of its own. Its operands are held first, because branches follow. */
    private Word newResult(Word... operands) {
        for (Word operand : operands) {
            stack.hold(operand);
        }
        Word result = Word.computed();
        for (int limb = 0; limb < 4; limb++) {
            result.hold(limb, stack.newLocal());
        }
        return result;
    }

    /** Has {@code Division} work on the words in the array; the result comes to stand where the last operand stood. */
    private void divide(String method, MethodTypeDesc type, Word result, Word... operands) {
        toArray(operands);
        out.aload(Locals.INSTRUCTIONS).getfield(Names.INSTRUCTIONS, "division", Names.DIVISION);
        out.aload(Locals.ARRAY);
        for (int i = 0; i < operands.length; i++) {
            out.loadConstant(LIMBS * i);
        }
        out.invokevirtual(Names.DIVISION, method, type);
        fromArray(result, operands.length - 1);
    }

    private void toArray(Word... words) {
        out.aload(Locals.INSTRUCTIONS).getfield(Names.INSTRUCTIONS, "words", Names.LONGS);
        out.astore(Locals.ARRAY);
        for (int i = 0; i < words.length; i++) {
            for (int limb = 0; limb < 4; limb++) {
                out.aload(Locals.ARRAY).loadConstant(LIMBS * i + limb);
                stack.load(words[i], limb);
                out.lastore();
            }
        }
    }

    private void fromArray(Word result, int index) {
        for (int limb = 0; limb < 4; limb++) {
            out.aload(Locals.ARRAY).loadConstant(LIMBS * index + limb).laload().lstore(result.local(limb));
        }
    }

    private void signExtend() {
        Word index = stack.pop();
        Word x = stack.pop();
        int constant = index.asIndex();
        if (constant >= 31) {
            stack.push(x);
            return;
        }
        if (constant >= 0) {
            signExtend(constant, x);
            return;
        }
        Word result = newResult(index, x);
        toArray(index, x);
        out.aload(Locals.ARRAY).iconst_0().iconst_4();
        out.invokestatic(Names.WORDS, "signExtend", Names.WORDS_BINARY);
        fromArray(result, 1);
        stack.push(result);
    }

    private void signExtend(int index, Word x) {
        Word result = Word.computed();
        int limb = index >>> 3;
        for (int i = 0; i < limb; i++) {
            stack.hold(x, i);
            result.copy(i, x, i);
        }
        int unused = 56 - 8 * (index & 7);
        stack.load(x, limb);
        if (unused > 0) {
            out.loadConstant(unused).lshl().loadConstant(unused).lshr();
        }
        stack.keep(result, limb);
        if (limb < 3) {
            int sign = stack.newLocal();
            stack.load(result, limb);
            out.bipush(63).lshr().lstore(sign);
            for (int i = limb + 1; i < 4; i++) {
                result.hold(i, sign);
            }
        }
        stack.push(result);
    }
}
