// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import org.jspecify.annotations.Nullable;

/** What a source said does not hold; the message says what, and why. Without a stack trace, for refusing must be cheap. */
public final class FalseAnswer extends RuntimeException {
    public FalseAnswer(String message) {
        super(message, null, false, false);
    }

    static FalseAnswer of(String message, @Nullable Object... arguments) {
        return new FalseAnswer(message.formatted(arguments));
    }
}
