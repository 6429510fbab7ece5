// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

/** The bytes are not what their format demands. Thrown by every decoder of hostile bytes, caught at the boundary. */
public final class RlpException extends RuntimeException {
    public RlpException(String message) {
        super(message);
    }
}
