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
 */
record Vitals(OptionalInt seat, TransactionPool.Occupancy pool, Counters network, List<Peer> peers) {
    Vitals {
        peers = List.copyOf(peers);
    }

    /**
     * @param nodeKey 32 bytes
     * @param height what it says of itself; empty if it has not said
     * @param isDialled whether we called it
     */
    record Peer(Bytes nodeKey, OptionalLong height, boolean isDialled) {}
}
