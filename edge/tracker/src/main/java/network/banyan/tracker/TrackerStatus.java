// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;
import network.banyan.primitives.Hash;

/**
 * Where a tracker stands.
 *
 * @param key what holds the device's key; it says loudly if that is only software
 * @param recorded number of the last durable record
 * @param received number of the last record with a kept receipt
 * @param missed samples not taken because the journal was full
 * @param refused lines or points of the source that were not taken
 * @param problem why records wait
 */
public record TrackerStatus(
        Hash device,
        String key,
        long recorded,
        long received,
        long missed,
        long refused,
        Optional<Hash> gateway,
        Optional<String> problem) {
    /** Records that wait for their receipts. */
    public long waiting() {
        return recorded - Math.min(recorded, received);
    }
}
