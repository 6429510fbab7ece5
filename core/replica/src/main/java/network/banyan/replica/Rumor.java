// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A peer that seems to stand in a later epoch. Its certificates cannot be checked, for that epoch's committee is not known;
 * but its blocks can, one epoch after the other. Who does not deliver is soon forgotten in favour of the next.
 */
final class Rumor {
    /** So many alarms may ring before the answer. */
    private static final int PATIENCE = 8;

    private @Nullable Bytes peer;
    private long height;
    private int rung;

    void hear(Bytes from, long itsHeight) {
        Bytes known = peer;
        if (known != null && known.equals(from)) {
            height = Math.max(height, itsHeight);
        } else if (known == null || rung > 0) {
            peer = from;
            height = itsHeight;
            rung = 0;
        }
    }

    /** Whom to ask, when we stand at this height. */
    Optional<Bytes> beyond(long ours) {
        if (height <= ours) {
            peer = null;
        }
        return Optional.ofNullable(peer);
    }

    void delivered() {
        rung = 0;
    }

    void alarmRang() {
        rung++;
        if (rung > PATIENCE) {
            peer = null;
        }
    }
}
