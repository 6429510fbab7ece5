// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.primitives.Bytes;

/** The records of the commits used last, by the commits' offsets, up to so many bytes. */
final class CommitCache {
    private final long maxBytes;
    private final Map<Long, List<Bytes>> commits = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    CommitCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Optional<List<Bytes>> get(long offset) {
        return Optional.ofNullable(commits.get(offset));
    }

    synchronized void put(long offset, List<Bytes> records) {
        if (commits.putIfAbsent(offset, records) == null) {
            bytes += size(records);
            var eldest = commits.entrySet().iterator();
            while (bytes > maxBytes && eldest.hasNext()) {
                bytes -= size(eldest.next().getValue());
                eldest.remove();
            }
        }
    }

    private static long size(List<Bytes> records) {
        long size = 0;
        for (Bytes record : records) {
            size += record.size() + 64L;
        }
        return size;
    }
}
