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
 * @param filtersMax filters of all clients together
 * @param filtersPerClientMax filters of one network address
 * @param filterTime a filter nobody asked for so long is forgotten
 * @param subscriptionsPerConnectionMax of one WebSocket
 * @param subscriptionsPerClientMax of one network address
 * @param subscriptionsMax of all clients together; each of them is told of each block
 */
public record QueryLimits(
        int callThreads,
        int callsWaitingMax,
        Duration callTime,
        long callGasMax,
        int logBlocksMax,
        int logResultsMax,
        int filtersMax,
        int filtersPerClientMax,
        Duration filterTime,
        int subscriptionsPerConnectionMax,
        int subscriptionsPerClientMax,
        int subscriptionsMax) {
    public static QueryLimits standard() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        return new QueryLimits(
                threads,
                256,
                Duration.ofSeconds(5),
                50_000_000,
                10_000,
                10_000,
                2_000,
                200,
                Duration.ofMinutes(5),
                100,
                500,
                5_000);
    }

    public QueryLimits withCallTime(Duration changed) {
        return new QueryLimits(
                callThreads,
                callsWaitingMax,
                changed,
                callGasMax,
                logBlocksMax,
                logResultsMax,
                filtersMax,
                filtersPerClientMax,
                filterTime,
                subscriptionsPerConnectionMax,
                subscriptionsPerClientMax,
                subscriptionsMax);
    }

    public QueryLimits withLogs(int blocksMax, int resultsMax) {
        return new QueryLimits(
                callThreads,
                callsWaitingMax,
                callTime,
                callGasMax,
                blocksMax,
                resultsMax,
                filtersMax,
                filtersPerClientMax,
                filterTime,
                subscriptionsPerConnectionMax,
                subscriptionsPerClientMax,
                subscriptionsMax);
    }

    public QueryLimits withFilters(int perClientMax) {
        return new QueryLimits(
                callThreads,
                callsWaitingMax,
                callTime,
                callGasMax,
                logBlocksMax,
                logResultsMax,
                filtersMax,
                perClientMax,
                filterTime,
                subscriptionsPerConnectionMax,
                subscriptionsPerClientMax,
                subscriptionsMax);
    }

    public QueryLimits withSubscriptions(int perConnectionMax, int perClientMax, int most) {
        return new QueryLimits(
                callThreads,
                callsWaitingMax,
                callTime,
                callGasMax,
                logBlocksMax,
                logResultsMax,
                filtersMax,
                filtersPerClientMax,
                filterTime,
                perConnectionMax,
                perClientMax,
                most);
    }
}
