// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import network.banyan.rpc.protocol.Allowance;

/**
 * A bucket of tokens for each client, filled at a steady rate up to ten seconds' worth.
 *
 * <p>A client that has been silent for ten seconds has a full bucket again and is forgotten. When more clients than the
 * table holds ask within ten seconds, those beyond share one bucket: an attacker with many addresses can neither fill the
 * memory nor make others lose their places.
 */
final class ClientBudgets {
    private static final int SECONDS_HELD = 10;

    /** Enough for the dearest single message, however low the rate. */
    private static final int TOKENS_HELD_MIN = 100;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String CROWD = "";

    private final long nanosPerToken;
    private final long held;
    private final int clientsMax;
    private final LongSupplier nanos;

    // In order of last use, so that those to forget stand in front.
    private final Map<String, Bucket> buckets = new LinkedHashMap<>();

    /** What is there is counted in the time it took to fill in, so that no fraction of a token is lost. */
    private static final class Bucket {
        private long filled;
        private long asOf;

        Bucket(long filled, long asOf) {
            this.filled = filled;
            this.asOf = asOf;
        }
    }

    /**
     * @param tokensPerSecond of one client, at least 1
     * @param clientsMax with a bucket of their own
     */
    ClientBudgets(int tokensPerSecond, int clientsMax, LongSupplier nanos) {
        this.nanosPerToken = NANOS_PER_SECOND / tokensPerSecond;
        this.held = nanosPerToken * Math.max(TOKENS_HELD_MIN, (long) tokensPerSecond * SECONDS_HELD);
        this.clientsMax = clientsMax;
        this.nanos = nanos;
    }

    Allowance of(String client) {
        return tokens -> take(client, tokens);
    }

    private synchronized Duration take(String client, int tokens) {
        long now = nanos.getAsLong();
        forgetFull(now);
        Bucket bucket = bucket(client, now);
        bucket.filled = Math.min(held, bucket.filled + now - bucket.asOf);
        bucket.asOf = now;
        long price = tokens * nanosPerToken;
        if (bucket.filled < price) {
            return Duration.ofNanos(price - bucket.filled);
        }
        bucket.filled -= price;
        return Duration.ZERO;
    }

    private Bucket bucket(String client, long now) {
        String name = buckets.containsKey(client) || buckets.size() < clientsMax ? client : CROWD;
        Bucket known = buckets.remove(name);
        Bucket bucket = known == null ? new Bucket(held, now) : known;
        buckets.put(name, bucket);
        return bucket;
    }

    private void forgetFull(long now) {
        Iterator<Bucket> oldest = buckets.values().iterator();
        while (oldest.hasNext() && now - oldest.next().asOf >= held) {
            oldest.remove();
        }
    }

    synchronized int size() {
        return buckets.size();
    }
}
