// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

/** The network could not start; the message says what to change. */
public final class NetworkException extends RuntimeException {
    NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
