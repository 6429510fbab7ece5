// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.banyan.primitives.Bytes;

/**
 * What peers said of the next epoch while this node was still in the one before: members enter it one after the other, and
 * who comes last must not wait for everything to be repeated. The first few messages of each peer are kept; of those that
 * bring a block, which are large, one of each peer and few in all.
 */
final class Early {
    private static final int PEERS_MAX = 64;
    private static final int MESSAGES_MAX = 8;
    private static final int BLOCKS_MAX = 8;

    private final Map<Bytes, List<PeerMessage>> heard = new LinkedHashMap<>();

    void add(Bytes peer, PeerMessage message) {
        if (heard.size() == PEERS_MAX && !heard.containsKey(peer)) {
            return;
        }
        List<PeerMessage> its = heard.computeIfAbsent(peer, any -> new ArrayList<>());
        boolean room = message instanceof PeerMessage.Proposal
                ? blocks(its) == 0
                        && heard.values().stream().mapToLong(Early::blocks).sum() < BLOCKS_MAX
                : its.size() < MESSAGES_MAX;
        if (room) {
            its.add(message);
        }
    }

    private static long blocks(List<PeerMessage> messages) {
        return messages.stream().filter(PeerMessage.Proposal.class::isInstance).count();
    }

    /** Hands over all of it, and forgets it. */
    Map<Bytes, List<PeerMessage>> take() {
        Map<Bytes, List<PeerMessage>> all = new LinkedHashMap<>(heard);
        heard.clear();
        return all;
    }
}
