// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

/**
 * Why a frame ended exceptionally: all its gas is gone and nothing it did remains.
 *
 * @param first a detail some reasons have: the opcode, or the stack's height
 * @param second the height that was needed, or the limit
 */
public record Halt(Reason reason, int first, int second) {
    public static final Halt OUT_OF_GAS = of(Reason.OUT_OF_GAS);

    /** The reasons, in the words that Ethereum's clients and tools know. */
    public enum Reason {
        OUT_OF_GAS("out of gas"),
        GAS_OVERFLOW("gas uint64 overflow"),
        CODE_STORE_OUT_OF_GAS("contract creation code storage out of gas"),
        STACK_UNDERFLOW("stack underflow"),
        STACK_OVERFLOW("stack limit reached"),
        INVALID_OPCODE("invalid opcode"),
        INVALID_JUMP("invalid jump destination"),
        WRITE_PROTECTION("write protection"),
        RETURN_DATA_OUT_OF_BOUNDS("return data out of bounds"),
        CALL_DEPTH("max call depth exceeded"),
        INSUFFICIENT_BALANCE("insufficient balance for transfer"),
        NONCE_OVERFLOW("nonce uint64 overflow"),
        ADDRESS_COLLISION("contract address collision"),
        CODE_SIZE("max code size exceeded"),
        INIT_CODE_SIZE("max initcode size exceeded"),
        INVALID_CODE("invalid code: must not begin with 0xef"),
        PRECOMPILE_FAILED("precompiled contract failed"),
        APPLICATION_FAILED("application failed");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    static Halt of(Reason reason) {
        return new Halt(reason, 0, 0);
    }

    /** As people read it in receipts' traces and errors of {@code eth_call}. */
    public String words() {
        return switch (reason) {
            case STACK_UNDERFLOW -> "%s (%d <=> %d)".formatted(reason.words, first, second);
            case STACK_OVERFLOW -> "%s %d (%d)".formatted(reason.words, first, second);
            case INVALID_OPCODE ->
                first == Op.INVALID
                        ? reason.words + ": INVALID"
                        : "%s: opcode 0x%x not defined".formatted(reason.words, first);
            default -> reason.words;
        };
    }

    @Override
    public String toString() {
        return words();
    }
}
