// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

/** A link is broken; the message says why. Without a stack trace, for refusing must be cheap. */
final class DoesNotHold extends RuntimeException {
    DoesNotHold(String message) {
        super(message, null, false, false);
    }

    static void unless(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new DoesNotHold(message.formatted(arguments));
        }
    }
}
