// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import network.banyan.p2p.NodeId;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.PeerMessage;
import org.junit.jupiter.api.Test;

class PeerHeightsTest {
    private static final NodeId PEER = new NodeId(Bytes.wrap(new byte[32]));

    private final PeerHeights heights = new PeerHeights();

    @Test
    void keepsTheHighestThatAConnectedPeerSaid() {
        heights.connected(PEER);
        assertThat(heights.of(PEER)).isEmpty();
        heights.heard(PEER, new PeerMessage.Status(12, Optional.empty()));
        heights.heard(PEER, new PeerMessage.Status(7, Optional.empty()));
        heights.heard(PEER, new PeerMessage.GetBlock(Hash.ZERO));
        assertThat(heights.of(PEER)).hasValue(12);
    }

    @Test
    void keepsNothingOfWhoIsGone() {
        heights.connected(PEER);
        heights.disconnected(PEER);
        heights.heard(PEER, new PeerMessage.Status(12, Optional.empty()));
        assertThat(heights.of(PEER)).isEmpty();
    }
}
