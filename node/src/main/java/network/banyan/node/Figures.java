// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.Arrays;
import network.banyan.ledger.Slot;
import network.banyan.replica.ChainView.FinalizedBlock;

/**
 * How the node is doing, for the devnet's line, {@code banyan_figures} and the metrics. Finality latency is the time from a
 * block's own timestamp to the moment this node holds it final, so clocks that differ show in it.
 */
public final class Figures {
    private static final int RECENT = 64;

    private final StageClock stages = new StageClock();
    private final long[] recentLatencies = new long[RECENT];
    private long blocks;
    private long transactions;
    private long view;
    private long lastMillis;
    private long sinceNanos;

    /**
     * @param nowNanos {@link System#nanoTime}, here and below: how long nothing happened must not depend on a clock that jumps
     */
    Figures(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /**
     * @param blocks finalised since this process started
     * @param transactions in those blocks
     * @param view the consensus view this node is in
     * @param finalityMillisP50 over the last {@value RECENT} blocks; -1 before the first
     * @param finalityMillisLast of the last block; -1 before the first
     * @param lastMillis when the last block became final here, since 1970; 0 before the first
     */
    public record Snapshot(
            long blocks,
            long transactions,
            long view,
            long finalityMillisP50,
            long finalityMillisP95,
            long finalityMillisLast,
            long lastMillis) {}

    /** What blocks' work takes here. */
    StageClock stages() {
        return stages;
    }

    /** How long that took, in milliseconds. */
    synchronized long finalized(FinalizedBlock block, long nowMillis, long nowNanos) {
        long latency = Math.max(0, nowMillis - Slot.timeMillis(block.block().header()));
        recentLatencies[(int) (blocks % RECENT)] = latency;
        blocks++;
        transactions += block.block().transactions().size();
        lastMillis = nowMillis;
        sinceNanos = nowNanos;
        return latency;
    }

    synchronized void entered(long newView) {
        view = newView;
    }

    /** How long no block has become final here, from the start of this process if none has yet. */
    synchronized Duration sinceFinal(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nowNanos - sinceNanos));
    }

    public synchronized Snapshot snapshot() {
        int count = (int) Math.min(blocks, RECENT);
        long[] sorted = Arrays.copyOf(recentLatencies, count);
        Arrays.sort(sorted);
        return new Snapshot(
                blocks,
                transactions,
                view,
                count == 0 ? -1 : sorted[count / 2],
                count == 0 ? -1 : sorted[count * 95 / 100],
                count == 0 ? -1 : recentLatencies[(int) ((blocks - 1) % RECENT)],
                lastMillis);
    }
}
