// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * Which share of all devices a gateway takes: of {@code count} gateways each has one partition, and each device has one
 * of them for ever, by its id alone.
 *
 * @param index from 0
 * @param count at most {@link #MAX_COUNT}
 */
public record Partition(int index, int count) {
    public static final int MAX_COUNT = 10_000;

    public Partition {
        Invariant.check(count >= 1 && count <= MAX_COUNT && index >= 0 && index < count, "%d of %d", index, count);
    }

    /** The partition of a device among {@code count}: the first eight bytes of its id, as an unsigned big-endian number, modulo it. */
    public static int of(Hash device, int count) {
        return (int) Long.remainderUnsigned(device.a(), count);
    }

    public boolean has(Hash device) {
        return of(device, count) == index;
    }

    @Override
    public String toString() {
        return index + " of " + count;
    }
}
