// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

/** The witness cannot go on, and a person must do something; the message says what. */
public final class WitnessException extends RuntimeException {
    public WitnessException(String message) {
        super(message);
    }

    public WitnessException(String message, Throwable cause) {
        super(message, cause);
    }
}
