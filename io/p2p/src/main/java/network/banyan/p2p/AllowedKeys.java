// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.Set;

/**
 * The nodes that may connect: those that are named, and in an open network strangers, too. The names are replaced as a
 * whole when committees change. Safe for any thread; one object may serve several networks. A key that may connect no
 * more is not heard from that moment, and its connection closes within a second.
 *
 * <p>Who is named has a place of its own and is never banned, for a quorum needs everyone it can hear. A named node that
 * breaks a rule loses its connection like any other.
 */
public final class AllowedKeys {
    private final boolean open;
    private volatile Set<NodeId> named;

    /** Nobody else. */
    public AllowedKeys(Set<NodeId> named) {
        this(named, false);
    }

    /** @param open whether strangers may connect, as far as there is room */
    public AllowedKeys(Set<NodeId> named, boolean open) {
        this.named = Set.copyOf(named);
        this.open = open;
    }

    public void replace(Set<NodeId> newNames) {
        this.named = Set.copyOf(newNames);
    }

    public boolean contains(NodeId node) {
        return open || named.contains(node);
    }

    public boolean isNamed(NodeId node) {
        return named.contains(node);
    }
}
