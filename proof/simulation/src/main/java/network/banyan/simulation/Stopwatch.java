// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.primitives.Hash;

/** How long blocks take from their leader's first word to finality, at each node. */
final class Stopwatch {
    private final Map<Hash, Long> proposed = new HashMap<>();
    private final List<Long> latencies = new ArrayList<>();

    /** Only the first time counts: leaders repeat themselves. */
    void proposed(Hash block, long now) {
        proposed.putIfAbsent(block, now);
    }

    void published(Hash block, long now) {
        Optional.ofNullable(proposed.get(block)).ifPresent(start -> latencies.add(now - start));
    }

    /**
     * The latency that so many of a hundred stay within, in milliseconds.
     *
     * @throws IllegalStateException if nothing became final
     */
    long percentile(int ofHundred) {
        if (latencies.isEmpty()) {
            throw new IllegalStateException("no block became final");
        }
        List<Long> sorted = new ArrayList<>(latencies);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * ofHundred / 100));
    }
}
