// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.InetSocketAddress;
import network.banyan.primitives.Hash;

/**
 * How a node takes part in a network.
 *
 * @param listen where others reach us; port 0 takes a free one
 * @param network nodes of different networks, told apart by this label, do not talk; the genesis hash, say
 * @param seed of the jitter between attempts to connect; give each node its own
 * @param conduct who is banned
 */
public record NetworkSettings(InetSocketAddress listen, Hash network, Limits limits, long seed, Conduct conduct) {
    /** Everyone with a clean slate. */
    public NetworkSettings(InetSocketAddress listen, Hash network, Limits limits, long seed) {
        this(listen, network, limits, seed, new Conduct());
    }
}
