// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.peers.TokenBucket;
import network.banyan.primitives.Bytes;

/**
 * How often strangers may ask: a question of forty bytes may cost megabytes read and sent. What goes beyond is not answered;
 * who asks in earnest asks again. Questions of one kind come from one thread, farewells from any.
 */
final class AskBudget {
    private final long perSecond;
    private final Map<Bytes, TokenBucket> buckets = new ConcurrentHashMap<>();

    private AskBudget(long perSecond) {
        this.perSecond = perSecond;
    }

    static AskBudget forBlocks() {
        return new AskBudget(20);
    }

    /** Announcements come in batches of 8 ms, and what of one is missing makes a question. */
    static AskBudget forTransactions() {
        return new AskBudget(150);
    }

    boolean allows(Bytes peer, long nowNanos) {
        return buckets.computeIfAbsent(peer, _ -> new TokenBucket(perSecond, 2 * perSecond, nowNanos))
                .tryTake(nowNanos);
    }

    /** The peer is gone. */
    void forget(Bytes peer) {
        buckets.remove(peer);
    }
}
