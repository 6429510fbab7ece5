// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was fetched and verified before, the least recently used of it forgotten. Any thread may use it. */
final class Recent<K, V> {
    private final Map<K, Sized<V>> held = new LinkedHashMap<>(16, 0.75f, true);
    private final long bytesMax;
    private long bytes;

    private record Sized<V>(V value, long bytes) {}

    Recent(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(held.get(key)).map(Sized::value);
    }

    /**
     * @param size about what it takes; what is larger than all there is room for is not kept
     */
    synchronized void put(K key, V value, long size) {
        if (size > bytesMax) {
            return;
        }
        Sized<V> before = held.put(key, new Sized<>(value, size));
        bytes += size - (before == null ? 0 : before.bytes());
        var eldest = held.entrySet().iterator();
        while (bytes > bytesMax && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }
}
