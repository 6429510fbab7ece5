// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

/** A simulation that cannot go on: what was asked does not hold together, or a call could not have been in its block. */
public final class SimulationRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** What clients tell apart, by the codes of {@code eth_simulateV1}. */
    public enum Reason {
        NONCE_TOO_LOW(-38_010),
        NONCE_TOO_HIGH(-38_011),
        FEE_TOO_LOW(-38_012),
        INTRINSIC_GAS(-38_013),
        INSUFFICIENT_FUNDS(-38_014),
        BLOCK_GAS_LIMIT(-38_015),
        BLOCK_NUMBER(-38_020),
        BLOCK_TIMESTAMP(-38_021),
        INIT_CODE_SIZE(-38_025),
        TOO_MANY_BLOCKS(-38_026),
        MALFORMED(-32_000),
        NONCE_MAX(-32_603);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** Of a JSON-RPC error. */
        public int code() {
            return code;
        }
    }

    private final Reason reason;

    SimulationRefused(Reason reason, String words) {
        // An expected answer: no stack trace is worth its cost.
        super(words, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** As clients know it. */
    public String words() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
