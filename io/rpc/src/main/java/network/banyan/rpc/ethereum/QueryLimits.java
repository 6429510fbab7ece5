// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.time.Duration;

/**
 * How much work one question may cause.
 *
 * @param callThreads calls of contracts, searches and proofs that run at once; each keeps a core busy
 * @param callsWaitingMax more of them wait; beyond, they are refused
 * @param callTime from asking to answer
 * @param callGasMax of one call
 * @param logBlocksMax blocks one search of logs may span
 * @param logResultsMax logs one search may find
 */
public record QueryLimits(
        int callThreads,
        int callsWaitingMax,
        Duration callTime,
        long callGasMax,
        int logBlocksMax,
        int logResultsMax,
        FilterLimits filters,
        SubscriptionLimits subscriptions) {
    /**
     * Of filters.
     *
     * @param most of all clients together
     * @param perClient of one network address
     * @param time a filter nobody asked for so long is forgotten
     */
    public record FilterLimits(int most, int perClient, Duration time) {}

    /**
     * Of subscriptions.
     *
     * @param most of all clients together; each of them is told of each block
     * @param perClient of one network address
     * @param perConnection of one WebSocket
     */
    public record SubscriptionLimits(int most, int perClient, int perConnection) {}

    public static QueryLimits standard() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        return new QueryLimits(
                threads,
                256,
                Duration.ofSeconds(5),
                50_000_000,
                10_000,
                10_000,
                new FilterLimits(2_000, 200, Duration.ofMinutes(5)),
                new SubscriptionLimits(5_000, 500, 100));
    }

    public QueryLimits withCallTime(Duration changed) {
        return new QueryLimits(
                callThreads, callsWaitingMax, changed, callGasMax, logBlocksMax, logResultsMax, filters, subscriptions);
    }

    public QueryLimits withLogs(int blocksMax, int resultsMax) {
        return new QueryLimits(
                callThreads, callsWaitingMax, callTime, callGasMax, blocksMax, resultsMax, filters, subscriptions);
    }

    public QueryLimits with(FilterLimits changed) {
        return new QueryLimits(
                callThreads,
                callsWaitingMax,
                callTime,
                callGasMax,
                logBlocksMax,
                logResultsMax,
                changed,
                subscriptions);
    }

    public QueryLimits with(SubscriptionLimits changed) {
        return new QueryLimits(
                callThreads, callsWaitingMax, callTime, callGasMax, logBlocksMax, logResultsMax, filters, changed);
    }
}
