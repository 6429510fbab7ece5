// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.LinkedHashMap;
import java.util.Optional;
import network.banyan.primitives.Bytes;

/**
 * Peers that seem to stand in a later epoch. Their certificates cannot be checked, for that epoch's committee is not known;
 * but their blocks can, one epoch after the other. They stand in a line: who does not deliver goes to its end, and whose
 * answer is worth nothing leaves it.
 */
final class Rumor {
    private static final int PEERS_MAX = 16;

    /** So many alarms may ring before an answer. */
    private static final int PATIENCE = 8;

    /** What each seems to have, whoever is asked next first. */
    private final LinkedHashMap<Bytes, Long> heights = new LinkedHashMap<>();

    private int rung;

    void hear(Bytes from, long itsHeight) {
        if (heights.size() < PEERS_MAX || heights.containsKey(from)) {
            heights.merge(from, itsHeight, Math::max);
        }
    }

    /** Whom to ask, when we stand at this height. */
    Optional<Bytes> beyond(long ours) {
        heights.values().removeIf(height -> height <= ours);
        return heights.keySet().stream().findFirst();
    }

    void delivered() {
        rung = 0;
    }

    /** The peer answered, and not with what it seemed to have. */
    void doubt(Bytes peer) {
        heights.remove(peer);
    }

    void alarmRang() {
        var first = heights.pollFirstEntry();
        if (first == null) {
            return;
        }
        if (++rung > PATIENCE) {
            heights.clear(); // They may all lie; whoever speaks next is heard.
            rung = 0;
        } else {
            heights.put(first.getKey(), first.getValue());
        }
    }
}
