// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.Hash;

/**
 * The hashes that lately entered the pool, numbered as they came. Whoever follows keeps only a number; whoever falls too
 * far behind misses the oldest, and nothing here grows.
 */
final class RecentPool {
    static final int CAPACITY = 8_192;

    private final Hash[] hashes = new Hash[CAPACITY];
    private long next;

    synchronized void add(Hash hash) {
        hashes[(int) (next % CAPACITY)] = hash;
        next++;
    }

    /** The number the next hash will have. */
    synchronized long next() {
        return next;
    }

    /** Hashes from a number on, as far as they are still known. */
    synchronized News since(long number) {
        List<Hash> news = new ArrayList<>();
        for (long i = Math.max(number, next - CAPACITY); i < next; i++) {
            news.add(hashes[(int) (i % CAPACITY)]);
        }
        return new News(news, next);
    }

    /**
     * @param next where to go on
     */
    record News(List<Hash> hashes, long next) {}
}
