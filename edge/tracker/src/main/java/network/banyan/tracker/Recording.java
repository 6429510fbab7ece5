// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

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
}
