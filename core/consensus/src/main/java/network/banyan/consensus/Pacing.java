// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import network.banyan.primitives.Invariant;

/**
 * How long a view may last (rules 2 and 7).
 *
 * @param blockIntervalMillis how long the leader of a healthy view waits on purpose before it proposes
 * @param deltaMillis the time a message takes at most while the network is well
 */
public record Pacing(long blockIntervalMillis, long deltaMillis) {
    /** So many views may pass without finality before patience grows: two are always on their way. */
    static final long CALM_VIEWS = 3;

    /** Patience stops growing here: 16 delta. */
    static final long MAX_FACTOR = 16;

    public Pacing {
        Invariant.check(blockIntervalMillis >= 0 && deltaMillis > 0, "a delta of %d ms", deltaMillis);
    }

    /**
     * Delta in a view that lies so many views after the last final one. It grows by a half of itself a view, so that it
     * reaches what the network really needs after a number of views in proportion to it, and falls back with finality.
     */
    long delta(long viewsSinceFinality) {
        long impatient = Math.max(0, Math.min(viewsSinceFinality - CALM_VIEWS, 2 * (MAX_FACTOR - 1)));
        return deltaMillis + deltaMillis * impatient / 2;
    }

    /** When the leader should have proposed. */
    long leaderTimeout(long viewsSinceFinality) {
        return blockIntervalMillis + 2 * delta(viewsSinceFinality);
    }

    /** When the view should be over. */
    long advanceTimeout(long viewsSinceFinality) {
        return blockIntervalMillis + 3 * delta(viewsSinceFinality);
    }

    long retryTimeout(long viewsSinceFinality) {
        return 2 * delta(viewsSinceFinality);
    }
}
