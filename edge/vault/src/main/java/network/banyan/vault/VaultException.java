// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import org.jspecify.annotations.Nullable;

/** Something that should be a part of a vault is not, or cannot be had. The message is for people. */
public final class VaultException extends RuntimeException {
    public VaultException(String message) {
        this(message, null);
    }

    public VaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public static VaultException of(String message, Object... arguments) {
        return new VaultException(message.formatted(arguments));
    }
}
