// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

/** The gateway cannot go on, and a person must do something; the message says what. */
public final class GatewayException extends RuntimeException {
    public GatewayException(String message) {
        super(message);
    }

    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
