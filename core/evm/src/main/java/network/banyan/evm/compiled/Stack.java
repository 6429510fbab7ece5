// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import network.banyan.evm.Op;

/**
 * The EVM's stack while a block is translated: which words lie where, which limbs local variables hold. Writes the
 * bytecode that brings limbs onto the JVM's stack and words back to the frame's.
 */
final class Stack {
    /** With more local variables in use than this, those no word needs any more are used again. */
    private static final int LOCALS_BEFORE_REUSE = 230;

    private final CodeBuilder out;

    /** From the deepest word that the block has touched to the topmost. */
    private final List<Word> words = new ArrayList<>();

    /** How many of the words that lay there when the block began have been touched. */
    private int touched;

    private int nextLocal = Locals.FIRST_FREE;
    private final List<Integer> free = new ArrayList<>();

    Stack(CodeBuilder out) {
        this.out = out;
    }

    /** Words above the one that was topmost when the block began; negative if below. */
    int height() {
        return words.size() - touched;
    }

    Word peek(int depth) {
        while (words.size() <= depth) {
            words.addFirst(Word.at(-touched));
            touched++;
        }
        return words.get(words.size() - 1 - depth);
    }

    Word pop() {
        Word top = peek(0);
        words.removeLast();
        return top;
    }

    void push(Word word) {
        words.add(word);
    }

    void swap(int depth) {
        Word deep = peek(depth);
        int top = words.size() - 1;
        words.set(top - depth, words.get(top));
        words.set(top, deep);
    }

    /** To be called between instructions: local variables of words that are gone may be used again. */
    void reuseLocals() {
        if (nextLocal < LOCALS_BEFORE_REUSE) {
            return;
        }
        boolean[] used = new boolean[nextLocal + 2];
        words.forEach(word -> word.markLocals(used));
        free.clear();
        for (int local = nextLocal - 2; local >= Locals.FIRST_FREE; local -= 2) {
            if (!used[local]) {
                free.add(local);
            }
        }
    }

    /** A local variable for a long that nobody uses. */
    int newLocal() {
        if (!free.isEmpty()) {
            return free.removeLast();
        }
        nextLocal += 2;
        return nextLocal - 2;
    }

    /** Puts a limb onto the JVM's stack. Where branches follow that need it too, {@link #hold} it before. */
    void load(Word word, int limb) {
        hold(word, limb);
        if (word.isConstant(limb)) {
            out.loadConstant(word.constant(limb));
        } else {
            out.lload(word.local(limb));
        }
    }

    /** Makes sure that a limb is a constant or in a local variable. */
    void hold(Word word, int limb) {
        if (word.isKnown(limb)) {
            return;
        }
        if (word.isZeroTest()) {
            out.lload(word.zeroTestLocal()).invokestatic(Names.LIMBS, "isZero", Names.longs(1));
        } else {
            element(word.home(), limb);
            out.laload();
        }
        keep(word, limb);
    }

    void hold(Word word) {
        for (int limb = 0; limb < 4; limb++) {
            hold(word, limb);
        }
    }

    /** Makes the long on the JVM's stack a limb of the word. */
    void keep(Word word, int limb) {
        int local = newLocal();
        out.lstore(local);
        word.hold(limb, local);
    }

    /** Writes all words to where they belong on the frame's stack; what local variables hold stays known. */
    void flush() {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).home() != position(i)) {
                hold(words.get(i));
            }
        }
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            int position = position(i);
            if (word.home() != position) {
                for (int limb = 0; limb < 4; limb++) {
                    element(position, limb);
                    load(word, limb);
                    out.lastore();
                }
                words.set(i, word.movedTo(position));
            }
        }
    }

    private int position(int index) {
        return index - touched + 1;
    }

    private void element(int position, int limb) {
        out.aload(Locals.STACK).iload(Locals.TOP);
        int offset = position * Op.LIMBS + limb;
        if (offset != 0) {
            out.loadConstant(offset).iadd();
        }
    }
}
