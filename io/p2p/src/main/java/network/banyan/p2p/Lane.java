// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.List;

/**
 * How urgent a message is. Earlier lanes are sent first, part by part, and dropped last when a queue is full. Within a
 * lane order is kept, and the oldest message goes first when one must go.
 */
public enum Lane {
    /** Votes and certificates: small, and worth nothing when late. */
    CONSENSUS,
    /** Blocks and answers to requests for them. */
    BLOCKS,
    /** Transactions and whatever else can come again. */
    GOSSIP,
    /** What nodes say of nodes: where they listen. */
    PEERS;

    static final List<Lane> ALL = List.of(values());
}
