// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

/**
 * Seats that sent a wrong signature. Connections are authenticated, so it was theirs, and no honest member ever sends one:
 * from then on each of their votes is verified before it counts, and after {@link #PATIENCE} of them the seat is not
 * listened to any more. That bounds what a liar can make us compute.
 */
final class Suspects {
    static final int PATIENCE = 8;

    private final int[] strikes;

    Suspects(int seats) {
        this.strikes = new int[seats];
    }

    void strike(int seat) {
        strikes[seat]++;
    }

    boolean suspected(int seat) {
        return strikes[seat] > 0;
    }

    boolean banned(int seat) {
        return strikes[seat] >= PATIENCE;
    }
}
