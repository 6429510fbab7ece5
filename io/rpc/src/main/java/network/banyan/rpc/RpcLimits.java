// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import java.time.Duration;
import network.banyan.rpc.ethereum.QueryLimits;
import network.banyan.rpc.http.ConnectionLimits;

/**
 * How much of a node strangers may use.
 *
 * @param batchEntriesMax requests in one batch
 * @param batchTimeMax for a batch; requests in it that have not begun by then are refused
 * @param responseBytesMax of one answer, single or batch
 */
public record RpcLimits(
        int batchEntriesMax,
        Duration batchTimeMax,
        int responseBytesMax,
        ConnectionLimits connections,
        QueryLimits queries) {
    public static RpcLimits standard() {
        return new RpcLimits(
                100, Duration.ofSeconds(10), 25 << 20, ConnectionLimits.standard(), QueryLimits.standard());
    }

    public RpcLimits withConnections(ConnectionLimits changed) {
        return new RpcLimits(batchEntriesMax, batchTimeMax, responseBytesMax, changed, queries);
    }

    public RpcLimits withQueries(QueryLimits changed) {
        return new RpcLimits(batchEntriesMax, batchTimeMax, responseBytesMax, connections, changed);
    }
}
