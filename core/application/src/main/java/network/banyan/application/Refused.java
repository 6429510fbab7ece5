// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Bytes;

/** An application does not do what a call wants. Nothing of the call stands, and what gas is left goes back. */
public final class Refused extends RuntimeException {
    private static final int REASON_MAX = 512;

    private final String reason;

    /**
     * @param reason for people, cut to 512 characters
     */
    public Refused(String reason) {
        super(reason, null, false, false);
        this.reason = reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
    }

    /** As Solidity's {@code Error(string)}, which wallets show. */
    public Bytes encoded() {
        return AbiValue.call("Error(string)", AbiValue.of(reason));
    }
}
