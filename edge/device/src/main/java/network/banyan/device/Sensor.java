// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.List;
import network.banyan.evidence.Reading;

/** Something that can be measured now. */
@FunctionalInterface
public interface Sensor {
    /** What it shows at this moment; no readings if it shows nothing. Names differ from each other. */
    List<Reading> read();
}
