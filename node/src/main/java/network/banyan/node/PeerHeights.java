// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.p2p.NodeId;
import network.banyan.replica.PeerMessage;

/**
 * How high each connected peer says that it stands. Its own words, shown to people and believed by nothing. Any thread may
 * call.
 */
final class PeerHeights {
    private static final long UNSAID = -1;

    private final Map<NodeId, Long> said = new ConcurrentHashMap<>();

    void connected(NodeId peer) {
        said.put(peer, UNSAID);
    }

    void disconnected(NodeId peer) {
        said.remove(peer);
    }

    /** What comes after the connection was lost is not kept, or the map would grow for ever. */
    void heard(NodeId peer, PeerMessage message) {
        switch (message) {
            case PeerMessage.Status status -> note(peer, status.height());
            case PeerMessage.Blocks blocks ->
                note(peer, blocks.certificate().subject().height());
            case PeerMessage.Consensus _,
                    PeerMessage.Proposal _,
                    PeerMessage.Transactions _,
                    PeerMessage.Announced _,
                    PeerMessage.GetTransactions _,
                    PeerMessage.GetBlocks _,
                    PeerMessage.GetBlock _,
                    PeerMessage.Body _ -> {
                // None of these says what its sender holds final.
            }
        }
    }

    private void note(NodeId peer, long height) {
        said.computeIfPresent(peer, (_, before) -> Math.max(before, height));
    }

    /** Empty if it has not said so, or is not connected. */
    OptionalLong of(NodeId peer) {
        long height = said.getOrDefault(peer, UNSAID);
        return height < 0 ? OptionalLong.empty() : OptionalLong.of(height);
    }
}
