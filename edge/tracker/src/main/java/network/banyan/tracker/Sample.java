// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.List;
import network.banyan.evidence.Reading;

/**
 * What was measured at one moment.
 *
 * @param timeMillis milliseconds since 1970
 * @param readings at least one, of different names
 */
public record Sample(long timeMillis, List<Reading> readings) {
    public Sample {
        readings = List.copyOf(readings);
    }
}
