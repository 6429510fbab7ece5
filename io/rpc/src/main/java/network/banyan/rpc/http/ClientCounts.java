// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.HashMap;
import java.util.Map;

/** Counts what clients hold, each and all together, and refuses what goes over a limit. */
final class ClientCounts {
    private final int max;
    private final int perClientMax;
    private final Map<String, Integer> counts = new HashMap<>();
    private int total;

    ClientCounts(int max, int perClientMax) {
        this.max = max;
        this.perClientMax = perClientMax;
    }

    /** Counts one more; whoever is let in must {@link #leave}. */
    synchronized boolean tryEnter(String client) {
        int count = counts.getOrDefault(client, 0);
        if (total >= max || count >= perClientMax) {
            return false;
        }
        counts.put(client, count + 1);
        total++;
        return true;
    }

    synchronized void leave(String client) {
        total--;
        counts.computeIfPresent(client, (_, count) -> count > 1 ? count - 1 : null);
    }

    synchronized int total() {
        return total;
    }
}
