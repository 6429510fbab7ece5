// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/** What must never happen has happened. */
final class Broken extends RuntimeException {
    Broken(Law law, String message, Object... arguments) {
        super(law + ": " + message.formatted(arguments));
    }

    static void unless(boolean holds, Law law, String message, Object... arguments) {
        if (!holds) {
            throw new Broken(law, message, arguments);
        }
    }
}
