// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.util.Arrays;
import network.banyan.primitives.Invariant;

/** Which commit a leaf is in: sixteen bytes of memory a commit. */
final class CommitIndex {
    private long[] firstLeaves = new long[1024];
    private long[] offsets = new long[1024];
    private int count;
    private long leaves;

    /** @param first the commit's first leaf */
    record Place(long offset, long first) {}

    synchronized void add(long offset, int records) {
        if (count == offsets.length) {
            int more = count + count / 2;
            firstLeaves = Arrays.copyOf(firstLeaves, more);
            offsets = Arrays.copyOf(offsets, more);
        }
        firstLeaves[count] = leaves;
        offsets[count++] = offset;
        leaves += records;
    }

    synchronized Place of(long leaf) {
        Invariant.check(leaf >= 0 && leaf < leaves, "leaf %d of %d", leaf, leaves);
        int found = Arrays.binarySearch(firstLeaves, 0, count, leaf);
        int at = found >= 0 ? found : -found - 2;
        return new Place(offsets[at], firstLeaves[at]);
    }
}
