// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import network.banyan.p2p.Counters;
import network.banyan.primitives.Bytes;
import network.banyan.replica.TransactionPool;

/**
 * What a look into a running node shows beside its chain.
 *
 * @param seat from which it votes, if it does
 * @param databaseCacheBytes caches and write buffers of the database
 */
record Vitals(
        OptionalInt seat,
        TransactionPool.Occupancy pool,
        Counters network,
        List<Peer> peers,
        Signing signing,
        long databaseCacheBytes) {
    Vitals {
        peers = List.copyOf(peers);
    }

    /**
     * What became of its voting key's signatures since the start; both 0 for a full node.
     *
     * @param refused or not given in time
     */
    record Signing(long asked, long refused) {}

    /**
     * @param nodeKey 32 bytes
     * @param height what it says of itself; empty if it has not said
     * @param isDialled whether we called it
     */
    record Peer(Bytes nodeKey, OptionalLong height, boolean isDialled) {}
}
