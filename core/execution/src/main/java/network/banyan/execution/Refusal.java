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
        /** Never valid again: the account has moved on. */
        NONCE_TOO_LOW,
        /** May become valid once earlier transactions ran. */
        NONCE_TOO_HIGH,
        /** May become valid once the sender has more, or the fees are lower. */
        INSUFFICIENT_FUNDS,
        /** May become valid once the base fee falls. */
        FEE_TOO_LOW,
        /** Valid, but the rest of this block's gas or blobs does not hold it. */
        BLOCK_FULL,
        /** Never valid, whatever the state. */
        MALFORMED,
        /** The sender's account has code of its own (EIP-3607). */
        SENDER_HAS_CODE
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
