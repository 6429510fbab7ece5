// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static network.banyan.evm.Op.*;

import java.lang.classfile.CodeBuilder;

/** Writes the instructions that only compute: words from the symbolic stack in, words of limbs out. */
final class Arithmetic {
    private final CodeBuilder out;
    private final Stack stack;

    Arithmetic(CodeBuilder out, Stack stack) {
        this.out = out;
        this.stack = stack;
    }

    /** Translates the instruction; false if it is none of these. */
    boolean write(int op) {
        switch (op) {
            case ADD -> add(stack.pop(), stack.pop());
            case SUB -> subtract(stack.pop(), stack.pop());
            case MUL -> multiply(stack.pop(), stack.pop());
            case LT -> less(stack.pop(), stack.pop(), false);
            case GT -> greater(false);
            case SLT -> less(stack.pop(), stack.pop(), true);
            case SGT -> greater(true);
            case EQ -> equal(stack.pop(), stack.pop());
            case ISZERO -> isZero(stack.pop());
            case AND, OR, XOR -> bitwise(op, stack.pop(), stack.pop());
            case NOT -> not(stack.pop());
            case BYTE -> byteAt(stack.pop(), stack.pop());
            case SHL -> shiftLeft(stack.pop(), stack.pop());
            case SHR -> shiftRight(stack.pop(), stack.pop(), false);
            case SAR -> shiftRight(stack.pop(), stack.pop(), true);
            case CLZ -> {
                Word x = stack.pop();
                loadAll(x);
                out.invokestatic(Names.LIMBS, "leadingZeros", Names.longs(4));
                pushLow();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    void loadAll(Word word) {
        for (int limb = 0; limb < 4; limb++) {
            stack.load(word, limb);
        }
    }

    /** The long on the JVM's stack as a word. */
    private void pushLow() {
        Word result = Word.of(0);
        stack.keep(result, 0);
        stack.push(result);
    }

    private void add(Word a, Word b) {
        Word sum = Word.computed();
        boolean carries = false;
        for (int limb = 0; limb < 4; limb++) {
            stack.hold(a, limb);
            stack.hold(b, limb);
            if (!carries && (a.is(limb, 0) || b.is(limb, 0))) {
                sum.copy(limb, a.is(limb, 0) ? b : a, limb);
                continue;
            }
            if (!carries && a.isConstant(limb) && b.isConstant(limb)) {
                long value = a.constant(limb) + b.constant(limb);
                sum.set(limb, value);
                carries = Limbs.carry(a.constant(limb), b.constant(limb), value) != 0;
                continue;
            }
            stack.load(a, limb);
            if (!b.is(limb, 0)) {
                stack.load(b, limb);
                out.ladd();
            }
            if (carries) {
                carry("carry", a, b, sum, limb - 1);
                out.ladd();
            }
            stack.keep(sum, limb);
            carries = true;
        }
        stack.push(sum);
    }

    private void carry(String function, Word a, Word b, Word result, int limb) {
        stack.load(a, limb);
        stack.load(b, limb);
        stack.load(result, limb);
        out.invokestatic(Names.LIMBS, function, Names.longs(3));
    }

    private void subtract(Word a, Word b) {
        Word difference = Word.computed();
        boolean borrows = false;
        for (int limb = 0; limb < 4; limb++) {
            stack.hold(a, limb);
            stack.hold(b, limb);
            if (!borrows && b.is(limb, 0)) {
                difference.copy(limb, a, limb);
                continue;
            }
            stack.load(a, limb);
            if (!b.is(limb, 0)) {
                stack.load(b, limb);
                out.lsub();
            }
            if (borrows) {
                carry("borrow", a, b, difference, limb - 1);
                out.lsub();
            }
            stack.keep(difference, limb);
            borrows = true;
        }
        stack.push(difference);
    }

    private void multiply(Word a, Word b) {
        Word product = Word.computed();
        stack.load(a, 0);
        stack.load(b, 0);
        out.lmul();
        stack.keep(product, 0);
        if (a.isSmall() && b.isSmall()) {
            stack.load(a, 0);
            stack.load(b, 0);
            out.invokestatic(Names.MATH, "unsignedMultiplyHigh", Names.longs(2));
            stack.keep(product, 1);
            product.set(2, 0).set(3, 0);
        } else {
            for (int limb = 1; limb < 4; limb++) {
                for (int i = 0; i <= limb; i++) {
                    stack.load(a, i);
                }
                for (int i = 0; i <= limb; i++) {
                    stack.load(b, i);
                }
                out.invokestatic(Names.LIMBS, "product" + limb, Names.longs(2 * limb + 2));
                stack.keep(product, limb);
            }
        }
        stack.push(product);
    }

    private void greater(boolean signed) {
        Word a = stack.pop();
        Word b = stack.pop();
        less(b, a, signed);
    }

    private void less(Word a, Word b, boolean signed) {
        if (!signed && a.isSmall() && b.isSmall()) {
            stack.load(a, 0);
            stack.load(b, 0);
            out.invokestatic(Names.LIMBS, "less", Names.longs(2));
        } else {
            loadForOrder(a, signed);
            loadForOrder(b, signed);
            out.invokestatic(Names.LIMBS, "less", Names.longs(8));
        }
        pushLow();
    }

    private void loadForOrder(Word word, boolean signed) {
        loadAll(word);
        if (signed) {
            out.loadConstant(Long.MIN_VALUE).lxor();
        }
    }

    private void equal(Word a, Word b) {
        boolean first = true;
        for (int limb = 0; limb < 4; limb++) {
            if (a.is(limb, 0) && b.is(limb, 0)) {
                continue;
            }
            if (a.is(limb, 0) || b.is(limb, 0)) {
                stack.load(a.is(limb, 0) ? b : a, limb);
            } else {
                stack.load(a, limb);
                stack.load(b, limb);
                out.lxor();
            }
            if (!first) {
                out.lor();
            }
            first = false;
        }
        if (first) {
            stack.push(Word.of(1));
        } else {
            pushZeroTest();
        }
    }

    private void isZero(Word x) {
        if (x.isConstant()) {
            stack.push(Word.of(x.isNumber(0) ? 1 : 0));
            return;
        }
        if (x.isSmall() && x.isKnown(0)) {
            stack.push(Word.zeroTest(x.local(0)));
            return;
        }
        if (x.isZeroTest() && !x.isKnown(0)) {
            stack.hold(x, 0);
            stack.push(Word.zeroTest(x.local(0)));
            return;
        }
        loadCombined(x);
        pushZeroTest();
    }

    /** All limbs of the word combined by OR: zero if the word is. */
    void loadCombined(Word x) {
        stack.load(x, 0);
        loadUpper(x, false);
    }

    /** The three upper limbs combined by OR, after which the lowest may already lie on the JVM's stack. */
    void loadUpper(Word x, boolean alone) {
        boolean first = alone;
        for (int limb = 1; limb < 4; limb++) {
            if (!x.is(limb, 0)) {
                stack.load(x, limb);
                if (!first) {
                    out.lor();
                }
                first = false;
            }
        }
        if (first) {
            out.lconst_0();
        }
    }

    private void pushZeroTest() {
        int local = stack.newLocal();
        out.lstore(local);
        stack.push(Word.zeroTest(local));
    }

    private void bitwise(int op, Word a, Word b) {
        Word result = Word.computed();
        for (int limb = 0; limb < 4; limb++) {
            stack.hold(a, limb);
            stack.hold(b, limb);
            Word constant = a.isConstant(limb) ? a : b;
            Word other = constant == a ? b : a;
            if (op == AND && constant.is(limb, 0)) {
                result.set(limb, 0);
            } else if (constant.is(limb, op == AND ? -1 : 0)) {
                result.copy(limb, other, limb);
            } else {
                stack.load(a, limb);
                stack.load(b, limb);
                switch (op) {
                    case AND -> out.land();
                    case OR -> out.lor();
                    default -> out.lxor();
                }
                stack.keep(result, limb);
            }
        }
        stack.push(result);
    }

    private void not(Word x) {
        Word result = Word.computed();
        for (int limb = 0; limb < 4; limb++) {
            if (x.isConstant(limb)) {
                result.set(limb, ~x.constant(limb));
            } else {
                stack.load(x, limb);
                out.loadConstant(-1L).lxor();
                stack.keep(result, limb);
            }
        }
        stack.push(result);
    }

    private void byteAt(Word index, Word x) {
        int at = index.asIndex();
        if (at >= 32) {
            stack.push(Word.of(0));
            return;
        }
        if (at >= 0) {
            stack.load(x, 3 - (at >>> 3));
            out.loadConstant(56 - 8 * (at & 7)).lushr().loadConstant(0xffL).land();
        } else {
            stack.load(index, 0);
            loadUpper(index, true);
            loadAll(x);
            out.invokestatic(Names.LIMBS, "byteAt", Names.longs(6));
        }
        pushLow();
    }

    private void shiftLeft(Word by, Word x) {
        Word result = Word.computed();
        int constant = by.asIndex();
        if (constant > 255) {
            stack.push(Word.of(0));
            return;
        }
        for (int limb = 0; limb < 4; limb++) {
            if (constant >= 0) {
                int from = limb - (constant >>> 6);
                shiftedPair(result, limb, x, from, constant & 63, from - 1, true);
            } else {
                out.loadConstant(limb);
                shiftArguments(by, x);
                out.invokestatic(Names.LIMBS, "shiftLeft", Names.SHIFT_LEFT);
                stack.keep(result, limb);
            }
        }
        stack.push(result);
    }

    private void shiftArguments(Word by, Word x) {
        stack.load(by, 0);
        loadUpper(by, true);
        loadAll(x);
    }

    /** A limb of the result of a shift by a constant: one limb shifted, and what its neighbour shifts in. */
    private void shiftedPair(Word result, int limb, Word x, int from, int bits, int neighbour, boolean left) {
        boolean inside = from >= 0 && from <= 3;
        boolean hasNeighbour = bits != 0 && neighbour >= 0 && neighbour <= 3 && !x.is(neighbour, 0);
        if (inside) {
            stack.hold(x, from);
        }
        if (!inside || x.is(from, 0)) {
            if (!hasNeighbour) {
                result.set(limb, 0);
                return;
            }
        } else if (bits == 0) {
            result.copy(limb, x, from);
            return;
        } else {
            stack.load(x, from);
            out.loadConstant(bits);
            shift(left);
        }
        if (hasNeighbour) {
            stack.load(x, neighbour);
            out.loadConstant(64 - bits);
            shift(!left);
            if (inside && !x.is(from, 0)) {
                out.lor();
            }
        }
        stack.keep(result, limb);
    }

    private void shift(boolean left) {
        if (left) {
            out.lshl();
        } else {
            out.lushr();
        }
    }

    private void shiftRight(Word by, Word x, boolean signed) {
        Word result = Word.computed();
        int constant = by.asIndex();
        if (constant >= 0 && !(signed && !x.is(3, 0))) {
            for (int limb = 0; limb < 4; limb++) {
                int from = constant > 255 ? 4 : limb + (constant >>> 6);
                shiftedPair(result, limb, x, from, constant & 63, from + 1, false);
            }
            stack.push(result);
            return;
        }
        for (int limb = 0; limb < 4; limb++) {
            out.loadConstant(limb);
            shiftArguments(by, x);
            if (signed) {
                stack.load(x, 3);
                out.loadConstant(63).lshr();
            } else {
                out.lconst_0();
            }
            out.invokestatic(Names.LIMBS, "shiftRight", Names.SHIFT_RIGHT);
            stack.keep(result, limb);
        }
        stack.push(result);
    }
}
