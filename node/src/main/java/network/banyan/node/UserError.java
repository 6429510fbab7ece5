// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Something the person at the keyboard can put right. The message is the sentence they read; no stack trace follows. */
public final class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }

    /** Why a file could not be used, in words; the platform's own message is often only the file's name again. */
    public static String why(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "this user may not";
            default -> String.valueOf(failed.getMessage());
        };
    }
}
