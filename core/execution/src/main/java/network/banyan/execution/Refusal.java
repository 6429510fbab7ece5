// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

/**
 * Why a transaction cannot stand in a block at this place. It changed nothing and paid nothing.
 *
 * @param words in Ethereum's usual spelling, for the sender to read
 */
public record Refusal(Reason reason, String words) {
    /** What a pool or a proposer needs to tell apart. */
    public enum Reason {
        /** The account has moved on. */
        NONCE_TOO_LOW(true),
        /** May become valid once earlier transactions ran. */
        NONCE_TOO_HIGH(false),
        /** May become valid once the sender has more. */
        INSUFFICIENT_FUNDS(false),
        /** May become valid once the base fee falls. */
        FEE_TOO_LOW(false),
        /** Valid, but what is left of this block does not hold it. */
        BLOCK_FULL(false),
        /** Invalid on this chain whatever the state. */
        MALFORMED(true),
        /** The sender's account has code of its own (EIP-3607). */
        SENDER_HAS_CODE(true);

        private final boolean lasting;

        Reason(boolean lasting) {
            this.lasting = lasting;
        }

        /** Whether waiting cannot help, so that a pool may forget the transaction. */
        public boolean isLasting() {
            return lasting;
        }
    }

    static Refusal of(Reason reason, String format, Object... arguments) {
        return new Refusal(reason, format.formatted(arguments));
    }

    static Refusal malformed(String format, Object... arguments) {
        return of(Reason.MALFORMED, format, arguments);
    }

    @Override
    public String toString() {
        return words;
    }
}
