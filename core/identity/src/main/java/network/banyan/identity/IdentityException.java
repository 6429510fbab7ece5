// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.Locale;

/** A document, a key or a proof that is not what it says it is. The message is a sentence's end, for people. */
public final class IdentityException extends RuntimeException {
    private final String message;

    public IdentityException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    static IdentityException of(String format, Object... arguments) {
        return new IdentityException(String.format(Locale.ROOT, format, arguments));
    }
}
