// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.Set;

/**
 * The nodes that may connect, replaced as a whole when committees change. Safe for any thread; one object may serve
 * several networks. A key that leaves is not heard from that moment, and its connection closes within a second.
 */
public final class AllowedKeys {
    private volatile Set<NodeId> keys;

    public AllowedKeys(Set<NodeId> keys) {
        this.keys = Set.copyOf(keys);
    }

    public void replace(Set<NodeId> newKeys) {
        this.keys = Set.copyOf(newKeys);
    }

    public boolean contains(NodeId node) {
        return keys.contains(node);
    }
}
