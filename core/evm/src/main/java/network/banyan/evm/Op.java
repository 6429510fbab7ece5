// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Arrays;

/**
 * The instruction set at Osaka level, with what an instruction costs whatever its operands are, and how many words it
 * takes from and leaves on the stack (Yellow Paper, appendix H, and the EIPs since).
 */
final class Op {
    static final int STOP = 0x00;
    static final int ADD = 0x01;
    static final int MUL = 0x02;
    static final int SUB = 0x03;
    static final int DIV = 0x04;
    static final int SDIV = 0x05;
    static final int MOD = 0x06;
    static final int SMOD = 0x07;
    static final int ADDMOD = 0x08;
    static final int MULMOD = 0x09;
    static final int EXP = 0x0a;
    static final int SIGNEXTEND = 0x0b;
    static final int LT = 0x10;
    static final int GT = 0x11;
    static final int SLT = 0x12;
    static final int SGT = 0x13;
    static final int EQ = 0x14;
    static final int ISZERO = 0x15;
    static final int AND = 0x16;
    static final int OR = 0x17;
    static final int XOR = 0x18;
    static final int NOT = 0x19;
    static final int BYTE = 0x1a;
    static final int SHL = 0x1b;
    static final int SHR = 0x1c;
    static final int SAR = 0x1d;
    static final int CLZ = 0x1e;
    static final int KECCAK256 = 0x20;
    static final int ADDRESS = 0x30;
    static final int BALANCE = 0x31;
    static final int ORIGIN = 0x32;
    static final int CALLER = 0x33;
    static final int CALLVALUE = 0x34;
    static final int CALLDATALOAD = 0x35;
    static final int CALLDATASIZE = 0x36;
    static final int CALLDATACOPY = 0x37;
    static final int CODESIZE = 0x38;
    static final int CODECOPY = 0x39;
    static final int GASPRICE = 0x3a;
    static final int EXTCODESIZE = 0x3b;
    static final int EXTCODECOPY = 0x3c;
    static final int RETURNDATASIZE = 0x3d;
    static final int RETURNDATACOPY = 0x3e;
    static final int EXTCODEHASH = 0x3f;
    static final int BLOCKHASH = 0x40;
    static final int COINBASE = 0x41;
    static final int TIMESTAMP = 0x42;
    static final int NUMBER = 0x43;
    static final int PREVRANDAO = 0x44;
    static final int GASLIMIT = 0x45;
    static final int CHAINID = 0x46;
    static final int SELFBALANCE = 0x47;
    static final int BASEFEE = 0x48;
    static final int BLOBHASH = 0x49;
    static final int BLOBBASEFEE = 0x4a;
    static final int POP = 0x50;
    static final int MLOAD = 0x51;
    static final int MSTORE = 0x52;
    static final int MSTORE8 = 0x53;
    static final int SLOAD = 0x54;
    static final int SSTORE = 0x55;
    static final int JUMP = 0x56;
    static final int JUMPI = 0x57;
    static final int PC = 0x58;
    static final int MSIZE = 0x59;
    static final int GAS = 0x5a;
    static final int JUMPDEST = 0x5b;
    static final int TLOAD = 0x5c;
    static final int TSTORE = 0x5d;
    static final int MCOPY = 0x5e;
    static final int PUSH0 = 0x5f;
    static final int PUSH1 = 0x60;
    static final int PUSH2 = 0x61;
    static final int PUSH32 = 0x7f;
    static final int DUP1 = 0x80;
    static final int DUP16 = 0x8f;
    static final int SWAP1 = 0x90;
    static final int SWAP16 = 0x9f;
    static final int LOG0 = 0xa0;
    static final int LOG4 = 0xa4;
    static final int CREATE = 0xf0;
    static final int CALL = 0xf1;
    static final int CALLCODE = 0xf2;
    static final int RETURN = 0xf3;
    static final int DELEGATECALL = 0xf4;
    static final int CREATE2 = 0xf5;
    static final int STATICCALL = 0xfa;
    static final int REVERT = 0xfd;
    static final int INVALID = 0xfe;
    static final int SELFDESTRUCT = 0xff;

    /** Most words on the stack of one frame. */
    static final int STACK_LIMIT = 1024;

    /** A word is four limbs of the flat stack. */
    static final int LIMBS = 4;

    /** Gas an instruction costs before its operands are looked at. */
    static final int[] GAS_COST = new int[256];

    /** Least height of the stack before an instruction, in limbs; beyond any height if it does not exist. */
    static final int[] LEAST_HEIGHT = new int[256];

    /** Greatest height of the stack before an instruction, in limbs. */
    static final int[] GREATEST_HEIGHT = new int[256];

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
        GREATEST_HEIGHT[op] = (STACK_LIMIT - Math.max(0, leaves - takes)) * LIMBS;
    }

    static boolean isDefined(int op) {
        return LEAST_HEIGHT[op] != UNDEFINED;
    }
}
