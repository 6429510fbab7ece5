// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Arrays;

/**
 * The instruction set at Osaka level, with what an instruction costs whatever its operands are, and how many words it
 * takes from and leaves on the stack (Yellow Paper, appendix H, and the EIPs since).
 */
public final class Op {
    public static final int STOP = 0x00;
    public static final int ADD = 0x01;
    public static final int MUL = 0x02;
    public static final int SUB = 0x03;
    public static final int DIV = 0x04;
    public static final int SDIV = 0x05;
    public static final int MOD = 0x06;
    public static final int SMOD = 0x07;
    public static final int ADDMOD = 0x08;
    public static final int MULMOD = 0x09;
    public static final int EXP = 0x0a;
    public static final int SIGNEXTEND = 0x0b;
    public static final int LT = 0x10;
    public static final int GT = 0x11;
    public static final int SLT = 0x12;
    public static final int SGT = 0x13;
    public static final int EQ = 0x14;
    public static final int ISZERO = 0x15;
    public static final int AND = 0x16;
    public static final int OR = 0x17;
    public static final int XOR = 0x18;
    public static final int NOT = 0x19;
    public static final int BYTE = 0x1a;
    public static final int SHL = 0x1b;
    public static final int SHR = 0x1c;
    public static final int SAR = 0x1d;
    public static final int CLZ = 0x1e;
    public static final int KECCAK256 = 0x20;
    public static final int ADDRESS = 0x30;
    public static final int BALANCE = 0x31;
    public static final int ORIGIN = 0x32;
    public static final int CALLER = 0x33;
    public static final int CALLVALUE = 0x34;
    public static final int CALLDATALOAD = 0x35;
    public static final int CALLDATASIZE = 0x36;
    public static final int CALLDATACOPY = 0x37;
    public static final int CODESIZE = 0x38;
    public static final int CODECOPY = 0x39;
    public static final int GASPRICE = 0x3a;
    public static final int EXTCODESIZE = 0x3b;
    public static final int EXTCODECOPY = 0x3c;
    public static final int RETURNDATASIZE = 0x3d;
    public static final int RETURNDATACOPY = 0x3e;
    public static final int EXTCODEHASH = 0x3f;
    public static final int BLOCKHASH = 0x40;
    public static final int COINBASE = 0x41;
    public static final int TIMESTAMP = 0x42;
    public static final int NUMBER = 0x43;
    public static final int PREVRANDAO = 0x44;
    public static final int GASLIMIT = 0x45;
    public static final int CHAINID = 0x46;
    public static final int SELFBALANCE = 0x47;
    public static final int BASEFEE = 0x48;
    public static final int BLOBHASH = 0x49;
    public static final int BLOBBASEFEE = 0x4a;
    public static final int POP = 0x50;
    public static final int MLOAD = 0x51;
    public static final int MSTORE = 0x52;
    public static final int MSTORE8 = 0x53;
    public static final int SLOAD = 0x54;
    public static final int SSTORE = 0x55;
    public static final int JUMP = 0x56;
    public static final int JUMPI = 0x57;
    public static final int PC = 0x58;
    public static final int MSIZE = 0x59;
    public static final int GAS = 0x5a;
    public static final int JUMPDEST = 0x5b;
    public static final int TLOAD = 0x5c;
    public static final int TSTORE = 0x5d;
    public static final int MCOPY = 0x5e;
    public static final int PUSH0 = 0x5f;
    public static final int PUSH1 = 0x60;
    public static final int PUSH2 = 0x61;
    public static final int PUSH32 = 0x7f;
    public static final int DUP1 = 0x80;
    public static final int DUP16 = 0x8f;
    public static final int SWAP1 = 0x90;
    public static final int SWAP16 = 0x9f;
    public static final int LOG0 = 0xa0;
    public static final int LOG4 = 0xa4;
    public static final int CREATE = 0xf0;
    public static final int CALL = 0xf1;
    public static final int CALLCODE = 0xf2;
    public static final int RETURN = 0xf3;
    public static final int DELEGATECALL = 0xf4;
    public static final int CREATE2 = 0xf5;
    public static final int STATICCALL = 0xfa;
    public static final int REVERT = 0xfd;
    public static final int INVALID = 0xfe;
    public static final int SELFDESTRUCT = 0xff;

    /** Most words on the stack of one frame. */
    public static final int STACK_LIMIT = 1024;

    /** A word is four limbs of the flat stack. */
    public static final int LIMBS = 4;

    /** Gas an instruction costs before its operands are looked at. */
    static final int[] GAS_COST = new int[256];

    /** Least height of the stack before an instruction, in limbs; beyond any height if it does not exist. */
    static final int[] LEAST_HEIGHT = new int[256];

    /** Greatest height of the stack before an instruction, in limbs. */
    static final int[] GREATEST_HEIGHT = new int[256];

    private static final int[] GROWTH = new int[256];

    private static final int UNDEFINED = Integer.MAX_VALUE;

    static {
        Arrays.fill(LEAST_HEIGHT, UNDEFINED);
        defineArithmetic();
        defineEnvironment();
        defineMemoryAndFlow();
        for (int op = PUSH1; op <= PUSH32; op++) {
            define(op, 3, 0, 1);
        }
        for (int n = 1; n <= 16; n++) {
            define(DUP1 + n - 1, 3, n, n + 1);
            define(SWAP1 + n - 1, 3, n + 1, n + 1);
        }
        for (int topics = 0; topics <= 4; topics++) {
            define(LOG0 + topics, 375 * (topics + 1), topics + 2, 0);
        }
        define(CREATE, 32_000, 3, 1);
        define(CREATE2, 32_000, 4, 1);
        define(CALL, 0, 7, 1);
        define(CALLCODE, 0, 7, 1);
        define(DELEGATECALL, 0, 6, 1);
        define(STATICCALL, 0, 6, 1);
        define(RETURN, 0, 2, 0);
        define(REVERT, 0, 2, 0);
        define(SELFDESTRUCT, 5_000, 1, 0);
    }

    private Op() {}

    private static void defineArithmetic() {
        define(STOP, 0, 0, 0);
        for (int op : new int[] {ADD, SUB, LT, GT, SLT, SGT, EQ, AND, OR, XOR, BYTE, SHL, SHR, SAR}) {
            define(op, 3, 2, 1);
        }
        for (int op : new int[] {MUL, DIV, SDIV, MOD, SMOD, SIGNEXTEND}) {
            define(op, 5, 2, 1);
        }
        define(ADDMOD, 8, 3, 1);
        define(MULMOD, 8, 3, 1);
        define(EXP, 10, 2, 1);
        define(ISZERO, 3, 1, 1);
        define(NOT, 3, 1, 1);
        define(CLZ, 5, 1, 1);
        define(KECCAK256, 30, 2, 1);
    }

    private static void defineEnvironment() {
        for (int op :
                new int[] {ADDRESS, ORIGIN, CALLER, CALLVALUE, CALLDATASIZE, CODESIZE, GASPRICE, RETURNDATASIZE}) {
            define(op, 2, 0, 1);
        }
        for (int op : new int[] {
            COINBASE, TIMESTAMP, NUMBER, PREVRANDAO, GASLIMIT, CHAINID, BASEFEE, BLOBBASEFEE, PC, MSIZE, GAS, PUSH0
        }) {
            define(op, 2, 0, 1);
        }
        define(SELFBALANCE, 5, 0, 1);
        define(BLOBHASH, 3, 1, 1);
        define(BLOCKHASH, 20, 1, 1);
        define(CALLDATALOAD, 3, 1, 1);
        define(CALLDATACOPY, 3, 3, 0);
        define(CODECOPY, 3, 3, 0);
        define(RETURNDATACOPY, 3, 3, 0);
        // EIP-2929: these cost what the warm or cold access costs, which only their operand tells.
        define(BALANCE, 0, 1, 1);
        define(EXTCODESIZE, 0, 1, 1);
        define(EXTCODEHASH, 0, 1, 1);
        define(EXTCODECOPY, 0, 4, 0);
    }

    private static void defineMemoryAndFlow() {
        define(POP, 2, 1, 0);
        define(MLOAD, 3, 1, 1);
        define(MSTORE, 3, 2, 0);
        define(MSTORE8, 3, 2, 0);
        define(MCOPY, 3, 3, 0);
        define(SLOAD, 0, 1, 1);
        define(SSTORE, 0, 2, 0);
        define(TLOAD, 100, 1, 1);
        define(TSTORE, 100, 2, 0);
        define(JUMP, 8, 1, 0);
        define(JUMPI, 10, 2, 0);
        define(JUMPDEST, 1, 0, 0);
    }

    private static void define(int op, int gas, int takes, int leaves) {
        GAS_COST[op] = gas;
        LEAST_HEIGHT[op] = takes * LIMBS;
        GROWTH[op] = leaves - takes;
        GREATEST_HEIGHT[op] = (STACK_LIMIT - Math.max(0, leaves - takes)) * LIMBS;
    }

    /** Whether there is such an instruction at Osaka level. */
    public static boolean isDefined(int op) {
        return LEAST_HEIGHT[op] != UNDEFINED;
    }

    /** Gas the instruction costs before its operands are looked at. */
    public static int gas(int op) {
        return GAS_COST[op];
    }

    /** Words it takes from the stack: its operands, or for DUP and SWAP all it touches. It must be defined. */
    public static int takes(int op) {
        return LEAST_HEIGHT[op] / LIMBS;
    }

    /** Words by which it makes the stack higher; negative if lower. It must be defined. */
    public static int growth(int op) {
        return GROWTH[op];
    }

    /** Bytes of the code behind the instruction that belong to it. */
    public static int immediateBytes(int op) {
        return op >= PUSH1 && op <= PUSH32 ? op - PUSH1 + 1 : 0;
    }
}
