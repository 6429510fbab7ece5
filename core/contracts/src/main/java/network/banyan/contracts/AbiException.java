// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts;

/** Bytes that are not what the ABI says they are: too short, a number too large, a list too long. */
public final class AbiException extends RuntimeException {
    public AbiException(String message) {
        super(message);
    }
}
