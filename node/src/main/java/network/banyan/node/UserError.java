// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

/** Something the person at the keyboard can put right. The message is the sentence they read; no stack trace follows. */
public final class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
