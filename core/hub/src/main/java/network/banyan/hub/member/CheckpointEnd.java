// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import java.util.NavigableSet;
import java.util.OptionalLong;
import network.banyan.hub.BlockList;

/** Where checkpoints end (rule 6): with the first run in which something happened, or with the 240th in which nothing did. */
public final class CheckpointEnd {
    public static final int IDLE_RUNS = 240;

    private CheckpointEnd() {}

    /** The most runs of a checkpoint on a chain of tier D, which names all its blocks. */
    public static int namedRuns(long runBlocks) {
        return Math.clamp(BlockList.MAX_BLOCKS / runBlocks, 1, IDLE_RUNS);
    }

    /** As the other, on a chain of tier S. */
    public static OptionalLong of(long firstRun, NavigableSet<Long> eventful, long lastClosed) {
        return of(firstRun, eventful, lastClosed, IDLE_RUNS);
    }

    /**
     * The last run of the checkpoint that begins with {@code firstRun}; empty if that is not closed yet.
     *
     * @param eventful closed runs in which something was sent, went back, was asked for by force, or was handled
     * @param lastClosed 0 for none
     * @param runs the most of a checkpoint
     */
    public static OptionalLong of(long firstRun, NavigableSet<Long> eventful, long lastClosed, int runs) {
        long idle = firstRun + runs - 1;
        Long busy = eventful.ceiling(firstRun);
        long end = busy == null ? idle : Math.min(busy, idle);
        return end <= lastClosed ? OptionalLong.of(end) : OptionalLong.empty();
    }
}
