// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class RecentPoolTest {
    private final RecentPool recent = new RecentPool();

    @Test
    void tellsWhatCameSince() {
        recent.add(hash(0));
        long seen = recent.next();
        recent.add(hash(1));
        recent.add(hash(2));

        RecentPool.News news = recent.since(seen);

        assertThat(news.hashes()).containsExactly(hash(1), hash(2));
        assertThat(recent.since(news.next()).hashes()).isEmpty();
    }

    @Test
    void whoFallsTooFarBehindMissesTheOldest() {
        for (int i = 0; i < RecentPool.CAPACITY + 10; i++) {
            recent.add(hash(i));
        }

        RecentPool.News news = recent.since(0);

        assertThat(news.hashes()).hasSize(RecentPool.CAPACITY);
        assertThat(news.hashes().getFirst()).isEqualTo(hash(10));
        assertThat(news.hashes().getLast()).isEqualTo(hash(RecentPool.CAPACITY + 9));
    }

    private static Hash hash(int number) {
        return new Hash(0, 0, 0, number);
    }
}
