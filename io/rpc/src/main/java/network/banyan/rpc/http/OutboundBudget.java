// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that wait to be taken by clients: so many of all together, and a quarter of that of any one, so that nobody who
 * asks and does not read keeps others from their answers.
 */
final class OutboundBudget {
    private static final int SHARE = 4;

    private final long max;
    private final Map<String, Long> held = new HashMap<>();
    private long total;

    OutboundBudget(long max) {
        this.max = max;
    }

    /** Takes that many bytes, or none if there are not so many; whoever gets them must {@link #giveBack}. */
    synchronized boolean tryTake(String client, long bytes) {
        long own = held.getOrDefault(client, 0L) + bytes;
        if (total + bytes > max || own > max / SHARE) {
            return false;
        }
        total += bytes;
        held.put(client, own);
        return true;
    }

    synchronized void giveBack(String client, long bytes) {
        total -= bytes;
        held.computeIfPresent(client, (_, own) -> own > bytes ? own - bytes : null);
    }
}
