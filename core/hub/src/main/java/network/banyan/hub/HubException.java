// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

/** Bytes or values that docs/spec/hub.md does not allow; the message says which and why. */
public final class HubException extends RuntimeException {
    public HubException(String message) {
        super(message);
    }

    /** Refuses what does not hold. */
    public static void require(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new HubException(message.formatted(arguments));
        }
    }
}
