// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.peers.TokenBucket;
import network.banyan.primitives.Bytes;

/**
 * How often strangers may ask for blocks: a question of forty bytes may cost megabytes read and sent. What goes beyond is
 * not answered; who asks in earnest asks again. Questions come from one thread, farewells from any.
 */
final class AskBudget {
    private static final long PER_SECOND = 20;
    private static final long BURST = 40;

    private final Map<Bytes, TokenBucket> buckets = new ConcurrentHashMap<>();

    boolean allows(Bytes peer, long nowNanos) {
        return buckets.computeIfAbsent(peer, _ -> new TokenBucket(PER_SECOND, BURST, nowNanos))
                .tryTake(nowNanos);
    }

    /** The peer is gone. */
    void forget(Bytes peer) {
        buckets.remove(peer);
    }
}
