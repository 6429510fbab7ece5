// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.wan;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** How packets fare between machines, which are numbered from 1; number 0 is who watches, whom nothing delays. */
public final class Links {
    public static final int WATCHER = 0;

    private final long delayMillis;
    private final int lostOfThousand;
    private final Random random;
    private final int[] islands;

    /**
     * @param delayMillis one way
     * @param lostOfThousand 0 to 1,000 packets
     */
    public Links(int machines, long delayMillis, int lostOfThousand, long seed) {
        this.delayMillis = delayMillis;
        this.lostOfThousand = lostOfThousand;
        this.random = new Random(seed);
        this.islands = new int[machines + 1];
    }

    int machines() {
        return islands.length - 1;
    }

    /** From now on these hear each other and nobody else does them. */
    public synchronized void part(List<Integer> island) {
        for (int machine : island) {
            islands[machine] = 1;
        }
    }

    public synchronized void heal() {
        Arrays.fill(islands, 0);
    }

    /** Milliseconds that a packet takes; empty if it gets lost. */
    synchronized OptionalLong delay(int from, int to) {
        if (from == WATCHER || to == WATCHER) {
            return OptionalLong.of(0);
        }
        boolean lost = islands[from] != islands[to] || random.nextInt(1_000) < lostOfThousand;
        return lost ? OptionalLong.empty() : OptionalLong.of(delayMillis);
    }
}
