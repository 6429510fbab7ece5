// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import java.util.Locale;

/** Bytes that are no document of a twin, or not in their one form. The message is a sentence's end, for people. */
public final class TwinException extends RuntimeException {
    public TwinException(String message) {
        super(message);
    }

    static TwinException of(String format, Object... arguments) {
        return new TwinException(String.format(Locale.ROOT, format, arguments));
    }

    static void require(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw of(format, arguments);
        }
    }
}
