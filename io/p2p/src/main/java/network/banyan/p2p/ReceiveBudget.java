// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds the memory of all half-received messages of a network. When it runs out, the message that began longest ago is
 * abandoned: whoever holds messages back loses them first, while one that comes at full speed completes. Owned by the
 * network's thread.
 */
final class ReceiveBudget {
    private final long bytesMax;
    private final Meter meter;
    /** The bytes each holds, in the order they began. */
    private final Map<Assembly, Integer> heldBytes = new LinkedHashMap<>();

    private long bytes;

    ReceiveBudget(long bytesMax, Meter meter) {
        this.bytesMax = bytesMax;
        this.meter = meter;
    }

    /**
     * Whether the assembly may hold {@code capacity} bytes in all from now on. If not, it has been abandoned; others may
     * have been for it.
     */
    boolean grow(Assembly assembly, int capacity) {
        bytes += capacity - heldBytes.getOrDefault(assembly, 0);
        heldBytes.put(assembly, capacity);
        Iterator<Map.Entry<Assembly, Integer>> oldest = heldBytes.entrySet().iterator();
        while (bytes > bytesMax) {
            Map.Entry<Assembly, Integer> entry = oldest.next();
            oldest.remove();
            bytes -= entry.getValue();
            entry.getKey().abandon();
            meter.receiveDropped.increment();
        }
        return heldBytes.containsKey(assembly);
    }

    void release(Assembly assembly) {
        Integer held = heldBytes.remove(assembly);
        bytes -= held == null ? 0 : held;
    }

    long bytes() {
        return bytes;
    }
}
