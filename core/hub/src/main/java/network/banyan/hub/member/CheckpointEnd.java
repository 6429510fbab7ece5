// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import java.util.NavigableSet;
import java.util.OptionalLong;

/** Where checkpoints end (rule 6): with the first run in which something happened, or with the 240th in which nothing did. */
public final class CheckpointEnd {
    public static final int IDLE_RUNS = 240;

    private CheckpointEnd() {}

    /**
     * The last run of the checkpoint that begins with {@code firstRun}; empty if that is not closed yet.
     *
     * @param eventful closed runs in which something was sent, went back, was asked for by force, or was handled
     * @param lastClosed 0 for none
     */
    public static OptionalLong of(long firstRun, NavigableSet<Long> eventful, long lastClosed) {
        long idle = firstRun + IDLE_RUNS - 1;
        Long busy = eventful.ceiling(firstRun);
        long end = busy == null ? idle : Math.min(busy, idle);
        return end <= lastClosed ? OptionalLong.of(end) : OptionalLong.empty();
    }
}
