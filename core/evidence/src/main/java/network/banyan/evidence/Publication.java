// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import network.banyan.primitives.Hash;

/** What became of one record that somebody published to a node. */
public sealed interface Publication {
    /** It is kept, durably. */
    record Accepted(Hash id) implements Publication {}

    /** It was kept already. */
    record Known(Hash id) implements Publication {}

    /**
     * Records are missing before it.
     *
     * @param expected send them from this number on
     * @param atLeast or, if they are no longer there, from this number on: those before it are anchored already
     */
    record Missing(long expected, long atLeast) implements Publication {}

    /**
     * It is good, but as many records of its device as this node holds wait for their anchor: anchor them first.
     *
     * @param unanchoredMax how many may wait
     */
    record Crowded(long unanchoredMax) implements Publication {}

    /** @param reason for people */
    record Refused(String reason) implements Publication {}
}
