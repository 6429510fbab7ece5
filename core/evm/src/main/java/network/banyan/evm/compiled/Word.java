// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import java.util.Arrays;

/**
 * What the compiler knows of a word on the EVM's stack: where on the frame's stack it lies, if it does, and of each of its
 * four limbs the constant it is, or the local variable that holds it.
 */
final class Word {
    private static final int NOWHERE = Integer.MIN_VALUE;
    private static final int UNKNOWN = -1;
    private static final int CONSTANT = -2;
    private static final int ABSENT = -1;

    /** Its place on the frame's stack, in words above the one that was the topmost when the block began. */
    private final int home;

    private final int[] places = {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};
    private final long[] constants = new long[4];

    /** A local variable whose being zero makes this word 1, and else 0; the lowest limb need not be known then. */
    private int zeroTest = ABSENT;

    private Word(int home) {
        this.home = home;
    }

    /** A word of which only its place is known. */
    static Word at(int home) {
        return new Word(home);
    }

    static Word of(long low) {
        return of(low, 0, 0, 0);
    }

    static Word of(long x0, long x1, long x2, long x3) {
        return computed().set(0, x0).set(1, x1).set(2, x2).set(3, x3);
    }

    /** A word whose limbs are told by {@link #set}, {@link #hold} and {@link #copy}. */
    static Word computed() {
        return new Word(NOWHERE);
    }

    /** 1 if that local variable is zero, else 0. */
    static Word zeroTest(int local) {
        Word word = of(0);
        word.places[0] = UNKNOWN;
        word.zeroTest = local;
        return word;
    }

    /** The same word, now lying elsewhere. */
    Word movedTo(int newHome) {
        Word moved = new Word(newHome);
        System.arraycopy(places, 0, moved.places, 0, 4);
        System.arraycopy(constants, 0, moved.constants, 0, 4);
        moved.zeroTest = zeroTest;
        return moved;
    }

    Word set(int limb, long value) {
        places[limb] = CONSTANT;
        constants[limb] = value;
        return this;
    }

    Word hold(int limb, int local) {
        places[limb] = local;
        return this;
    }

    Word copy(int limb, Word from, int fromLimb) {
        places[limb] = from.places[fromLimb];
        constants[limb] = from.constants[fromLimb];
        return this;
    }

    int home() {
        return home;
    }

    boolean isKnown(int limb) {
        return places[limb] != UNKNOWN;
    }

    boolean isConstant(int limb) {
        return places[limb] == CONSTANT;
    }

    boolean is(int limb, long value) {
        return places[limb] == CONSTANT && constants[limb] == value;
    }

    long constant(int limb) {
        return constants[limb];
    }

    int local(int limb) {
        return places[limb];
    }

    boolean isZeroTest() {
        return zeroTest != ABSENT;
    }

    int zeroTestLocal() {
        return zeroTest;
    }

    boolean isConstant() {
        return isConstant(0) && isConstant(1) && isConstant(2) && isConstant(3);
    }

    /** Whether it is known to be below 2^64. */
    boolean isSmall() {
        return is(1, 0) && is(2, 0) && is(3, 0);
    }

    /** Whether it is this very number, below 2^63. */
    boolean isNumber(long value) {
        return is(0, value) && isSmall();
    }

    /** A constant that fits in 31 bits, or -1. */
    int asIndex() {
        boolean fits = isConstant() && isSmall() && constants[0] >= 0 && constants[0] <= Integer.MAX_VALUE;
        return fits ? (int) constants[0] : -1;
    }

    /** Marks the local variables that this word needs. */
    void markLocals(boolean[] used) {
        for (int place : places) {
            if (place >= 0) {
                used[place] = true;
            }
        }
        if (zeroTest != ABSENT) {
            used[zeroTest] = true;
        }
    }

    @Override
    public String toString() {
        return "Word at " + home + " " + Arrays.toString(places) + " " + Arrays.toString(constants);
    }
}
