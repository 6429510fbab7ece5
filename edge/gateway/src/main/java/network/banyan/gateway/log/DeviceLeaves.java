// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.util.Arrays;
import java.util.OptionalLong;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/** Where a device's records are in the log. Their numbers follow each other, so four bytes a record do. */
final class DeviceLeaves {
    private final long firstSequence;
    private int[] leaves = new int[8];
    private int count;
    private Hash lastName = Hash.ZERO;

    DeviceLeaves(long firstSequence) {
        this.firstSequence = firstSequence;
    }

    void add(long sequence, Hash name, long leaf) {
        Invariant.check(sequence == lastSequence() + 1, "record %d after %d", sequence, lastSequence());
        if (count == leaves.length) {
            leaves = Arrays.copyOf(leaves, count + Math.max(8, count / 2));
        }
        leaves[count++] = Math.toIntExact(leaf);
        lastName = name;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return firstSequence + count - 1;
    }

    Hash lastName() {
        return lastName;
    }

    OptionalLong leaf(long sequence) {
        return sequence >= firstSequence && sequence <= lastSequence()
                ? OptionalLong.of(leaves[(int) (sequence - firstSequence)])
                : OptionalLong.empty();
    }
}
