// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

/** The bytes are not the record or the bundle they should be; the message says where and why. */
public final class EvidenceFormatException extends RuntimeException {
    public EvidenceFormatException(String message) {
        super(message);
    }

    public static EvidenceFormatException of(String message, Object... arguments) {
        return new EvidenceFormatException(message.formatted(arguments));
    }
}
