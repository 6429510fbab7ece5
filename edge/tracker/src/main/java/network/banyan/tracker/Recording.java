// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * What a file holds.
 *
 * @param samples by ascending times
 * @param refused points or lines that were not taken: no numbers, out of range, or earlier than the one before
 */
public record Recording(List<Sample> samples, long refused) {
    /** Larger files are refused before they are read. */
    static final long MAX_FILE_BYTES = 64L << 20;

    static final int MAX_SAMPLES = 1_000_000;

    public Recording {
        samples = List.copyOf(samples);
    }

    /** Why a file could not be read; the platform's own message is often only its name again. */
    static String why(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "this user may not";
            default -> String.valueOf(failed.getMessage());
        };
    }
}
