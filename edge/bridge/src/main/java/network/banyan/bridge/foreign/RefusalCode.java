// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a chain refuses: those of Connect's codes that rule 1 knows, each with its HTTP status. */
public enum RefusalCode {
    INVALID_ARGUMENT(400),
    NOT_FOUND(404),
    FAILED_PRECONDITION(400),
    UNIMPLEMENTED(404),
    RESOURCE_EXHAUSTED(429);

    private final int status;

    RefusalCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<RefusalCode> of(String text) {
        return Arrays.stream(values()).filter(code -> code.text().equals(text)).findFirst();
    }
}
