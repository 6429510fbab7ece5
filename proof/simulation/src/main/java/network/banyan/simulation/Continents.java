// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.SplittableRandom;

/**
 * Seats dealt out over five continents. Round trips between data centres as clouds publish them, 85 to 310 ms, and 20 ms
 * within a continent; each message a tenth more or less, and one in a hundred twice as long, as when a packet is sent again.
 */
final class Continents implements Distances {
    private static final int WITHIN = 20;

    /** North America, South America, Europe, Asia, Australia; round trips in milliseconds. */
    private static final int[][] ROUND_TRIPS = {
        {WITHIN, 120, 85, 170, 200},
        {120, WITHIN, 190, 300, 310},
        {85, 190, WITHIN, 180, 270},
        {170, 300, 180, WITHIN, 110},
        {200, 310, 270, 110, WITHIN},
    };

    /** For the machine to read a message, check its signatures and execute its block. */
    private static final int WORK = 5;

    private static final int OF_HUNDRED = 100;
    private static final int JITTER = 10;

    @Override
    public long millis(int from, int to, SplittableRandom random) {
        int oneWay = ROUND_TRIPS[continent(from)][continent(to)] / 2;
        int share = OF_HUNDRED + random.nextInt(-JITTER, JITTER + 1);
        boolean sentAgain = random.nextInt(OF_HUNDRED) == 0;
        return WORK + (long) oneWay * share / OF_HUNDRED * (sentAgain ? 2 : 1);
    }

    private static int continent(int seat) {
        return seat % ROUND_TRIPS.length;
    }
}
