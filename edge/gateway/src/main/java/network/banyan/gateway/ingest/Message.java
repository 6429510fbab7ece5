// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a device sent at once.
 *
 * @param sender on whose connection it came
 * @param payload a sequence of records, not believed
 * @param reply is called once, from another thread
 */
public record Message(Sender sender, Bytes payload, Reply reply) {
    /** The longest payload, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Whom the connection is known to be. */
    public Hash device() {
        return sender.device();
    }

    @FunctionalInterface
    public interface Reply {
        /** @param outcomes one for each record, in their order; one alone if the message could not be cut into records */
        void answered(List<Outcome> outcomes);
    }
}
