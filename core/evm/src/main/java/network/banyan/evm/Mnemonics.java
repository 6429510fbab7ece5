// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

/** The names of instructions. */
public final class Mnemonics {
    private static final String[] NAMES = new String[256];

    static {
        from(0x00, "STOP ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND");
        from(0x10, "LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR CLZ");
        from(0x20, "KECCAK256");
        from(0x30, "ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY CODESIZE CODECOPY");
        from(0x3a, "GASPRICE EXTCODESIZE EXTCODECOPY RETURNDATASIZE RETURNDATACOPY EXTCODEHASH");
        from(
                0x40,
                "BLOCKHASH COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE BLOBHASH BLOBBASEFEE");
        from(0x50, "POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST TLOAD TSTORE MCOPY PUSH0");
        numbered(0x60, "PUSH", 1, 32);
        numbered(0x80, "DUP", 1, 16);
        numbered(0x90, "SWAP", 1, 16);
        numbered(0xa0, "LOG", 0, 5);
        from(0xf0, "CREATE CALL CALLCODE RETURN DELEGATECALL CREATE2");
        from(0xfa, "STATICCALL");
        from(0xfd, "REVERT INVALID SELFDESTRUCT");
    }

    private Mnemonics() {}

    /** By its usual name, or its number where nothing is defined. */
    public static String of(int op) {
        String name = NAMES[op];
        return name == null ? "0x%02x".formatted(op) : name;
    }

    private static void from(int first, String names) {
        String[] each = names.split(" ");
        System.arraycopy(each, 0, NAMES, first, each.length);
    }

    private static void numbered(int first, String name, int number, int count) {
        for (int i = 0; i < count; i++) {
            NAMES[first + i] = name + (number + i);
        }
    }
}
