// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import org.jspecify.annotations.Nullable;

/**
 * Always-on checks for what only a bug can break. A violated invariant stops the caller loudly; what the outside world
 * may do wrong is never an invariant but a value or a boundary's own exception.
 */
public final class Invariant {
    private Invariant() {}

    /** Thrown when the program itself is wrong. */
    public static final class Violation extends IllegalStateException {
        Violation(String message) {
            super(message);
        }
    }

    /**
     * @param message a {@link String#format} pattern, formatted only on failure
     * @throws Violation if {@code holds} is false
     */
    public static void check(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new Violation(arguments.length == 0 ? message : message.formatted(arguments));
        }
    }

    /** The value, which only a bug could have left out. */
    public static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new Violation("a value that must be there is missing");
        }
        return value;
    }
}
