// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import network.banyan.primitives.Bytes;

/** What may happen to a replica. Each comes with the time at which it happens. */
public sealed interface Input {
    /** Comes first, and once: recover from the store and begin. */
    record Start() implements Input {}

    record AlarmRang(Alarm alarm) implements Input {}

    /**
     * A message came over an authenticated connection.
     *
     * @param peer the sender's node key, 32 bytes
     */
    record Received(Bytes peer, PeerMessage message) implements Input {}

    /** A connection stands: tell the peer where we are. */
    record Connected(Bytes peer) implements Input {}
}
