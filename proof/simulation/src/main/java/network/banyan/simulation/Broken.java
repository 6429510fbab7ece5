// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/** What must never happen has happened. */
final class Broken extends RuntimeException {
    Broken(String message) {
        super(message);
    }

    static void unless(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new Broken(message.formatted(arguments));
        }
    }
}
