// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

/** Which local variable of a generated method holds what. */
final class Locals {
    /** Parameter: the {@code Frame}. */
    static final int FRAME = 0;

    /** Parameter: the {@code Instructions}. */
    static final int INSTRUCTIONS = 1;

    /** Parameter: the block to begin with; inside, a block to go to or a result. */
    static final int NEXT = 2;

    /** Parameter: where JUMP may land. */
    static final int TARGETS = 3;

    /** The frame's flat stack. */
    static final int STACK = 4;

    /** Index of the word that was topmost when the block began. */
    static final int TOP = 5;

    /** Index of the frame's first word. */
    static final int BASE = 6;

    /** Gas left once the block's fixed gas is paid: a long. */
    static final int GAS = 7;

    /** Scratch, an int. */
    static final int INDEX = 9;

    /** Scratch, an array. */
    static final int ARRAY = 10;

    static final int FIRST_FREE = 11;

    private Locals() {}
}
