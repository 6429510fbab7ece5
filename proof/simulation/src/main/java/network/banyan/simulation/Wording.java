// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.List;
import network.banyan.replica.PeerMessage;

/** What a member really sends, and to whom: liars tell each half of the others something else. */
record Wording(PeerMessage message, Audience audience) {
    enum Audience {
        ALL,
        /** Members of an even number. */
        EVEN,
        ODD
    }

    static Wording toAll(PeerMessage message) {
        return new Wording(message, Audience.ALL);
    }

    static List<Wording> toAll(List<PeerMessage> messages) {
        return messages.stream().map(Wording::toAll).toList();
    }

    boolean isFor(int member) {
        return switch (audience) {
            case ALL -> true;
            case EVEN -> member % 2 == 0;
            case ODD -> member % 2 == 1;
        };
    }
}
