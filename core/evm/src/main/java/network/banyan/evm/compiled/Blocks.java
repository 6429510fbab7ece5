// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static network.banyan.evm.Op.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts code into blocks. A block also ends behind every instruction that looks at the gas left, or that may halt the frame
 * for any other reason than gas: so gas may be taken for a whole block at its start, and whenever it then falls short
 * inside, the instructions one by one would have run out too, before anything else could have ended the frame.
 */
final class Blocks {
    /** A longer run of instructions is cut, so that blocks can be packed into methods. */
    private static final int WEIGHT_MAX = 2_000;

    private final byte[] code;
    private final int size;
    private final boolean countsLeadingZeros;
    private final List<Block> found = new ArrayList<>();

    private Blocks(byte[] code, int size, boolean countsLeadingZeros) {
        this.code = code;
        this.size = size;
        this.countsLeadingZeros = countsLeadingZeros;
    }

    /**
     * @param code padded with zeros, so that behind its end stands a STOP
     * @param countsLeadingZeros whether CLZ exists
     */
    static List<Block> of(byte[] code, int size, boolean countsLeadingZeros) {
        var blocks = new Blocks(code, size, countsLeadingZeros);
        int at = 0;
        boolean resumed = false;
        while (at < size) {
            Block block = blocks.next(at, resumed);
            blocks.found.add(block);
            resumed = enters(code[blocks.last] & 0xff);
            at = block.end();
        }
        blocks.found.add(new Block(at, at + 1, 0, 0, 0, 20, false, resumed));
        return blocks.found;
    }

    /** Position of the last instruction of the block that was found last. */
    private int last;

    private Block next(int start, boolean resumed) {
        int gas = 0;
        int needs = 0;
        int height = 0;
        int growth = 0;
        int weight = 60;
        int at = start;
        boolean ends = false;
        while (!ends) {
            int op = code[at] & 0xff;
            last = at;
            at += 1 + immediateBytes(op);
            if (isRunnable(op)) {
                gas += gas(op);
                needs = Math.max(needs, takes(op) - height);
                height += growth(op);
                growth = Math.max(growth, height);
                weight += weight(op);
            }
            ends = endsBlock(op) || at >= size || code[at] == JUMPDEST || weight > WEIGHT_MAX;
        }
        return new Block(start, at, gas, needs, growth, weight, (code[start] & 0xff) == JUMPDEST, resumed);
    }

    private boolean isRunnable(int op) {
        return isDefined(op) && (op != CLZ || countsLeadingZeros);
    }

    private boolean endsBlock(int op) {
        return switch (op) {
            case STOP, JUMP, JUMPI, RETURN, REVERT, SELFDESTRUCT -> true;
            case SSTORE, TSTORE, RETURNDATACOPY -> true;
            default -> enters(op) || (op >= LOG0 && op <= LOG4) || !isRunnable(op);
        };
    }

    /** Whether another frame may run before this one goes on. */
    private static boolean enters(int op) {
        return switch (op) {
            case CREATE, CREATE2, CALL, CALLCODE, DELEGATECALL, STATICCALL -> true;
            default -> false;
        };
    }

    private static int weight(int op) {
        if (op >= PUSH0 && op <= DUP16) {
            // What is pushed may have to be written to the frame's stack.
            return 16;
        }
        if (op >= SWAP1 && op <= SWAP16) {
            return 8;
        }
        return switch (op) {
            case ADD, SUB -> 120;
            case MUL -> 400;
            case DIV, MOD, SDIV, SMOD, ADDMOD, MULMOD, SIGNEXTEND -> 300;
            case LT, GT, SLT, SGT -> 140;
            case EQ, ISZERO, AND, OR, XOR, NOT -> 60;
            case SHL, SHR, SAR -> 240;
            case MLOAD, MSTORE -> 140;
            case JUMP, JUMPI -> 90;
            case POP, PC, JUMPDEST -> 8;
            default -> 60;
        };
    }
}
