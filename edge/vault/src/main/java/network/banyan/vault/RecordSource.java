// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.List;
import network.banyan.primitives.Bytes;

/** Where a device's records come from, and is not believed. */
@FunctionalInterface
public interface RecordSource {
    /**
     * Some records from a number on, or from the first one there is behind it, in their order.
     *
     * @return empty if there are none yet
     */
    List<Bytes> from(long sequence);
}
