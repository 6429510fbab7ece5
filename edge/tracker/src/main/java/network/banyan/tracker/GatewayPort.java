// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/** The way to the gateway's door. One thread uses it; nothing that comes from there is believed. */
public interface GatewayPort extends AutoCloseable {
    /** The gateway cannot be reached, or hung up; later it may answer. */
    final class Away extends Exception {
        private static final long serialVersionUID = 1;

        public Away(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        public Away(String message) {
            super(message);
        }
    }

    /** Connects, if it is not, and listens for receipts and for what is desired. */
    void connect() throws Away, InterruptedException;

    /**
     * Sends a message of records, and waits until it is acknowledged.
     *
     * @return why the acknowledgement refuses it; empty if it does not
     */
    Optional<String> publish(Bytes message) throws Away, InterruptedException;

    /**
     * Sends a report of the device's twin, and waits until it is acknowledged.
     *
     * @return why the acknowledgement refuses it; empty if it does not
     */
    Optional<String> report(Bytes message) throws Away, InterruptedException;

    /** What is desired of the device, if a message came since this was last asked: the newest one. Does not wait. */
    Optional<Bytes> desired() throws Away, InterruptedException;

    /** The next message of answers; empty if none came in time. */
    Optional<Bytes> receive(long millis) throws Away, InterruptedException;

    /** Hangs up; {@link #connect} may follow. */
    void disconnect();

    @Override
    default void close() {
        disconnect();
    }

    /** Where a device publishes (docs/spec/gateway.md, rule 4). */
    static String recordsTopic(Hash device) {
        return "banyan/v1/" + device.toHex() + "/records";
    }

    /** Where it is told what its owner wants of it (docs/spec/twin.md, rule 10). */
    static String desiredTopic(Hash device) {
        return "banyan/v1/" + device.toHex() + "/twin/desired";
    }

    /** Where it says what it does. */
    static String reportedTopic(Hash device) {
        return "banyan/v1/" + device.toHex() + "/twin/reported";
    }

    /** Where it is answered. */
    static String receiptsTopic(Hash device) {
        return "banyan/v1/" + device.toHex() + "/receipts";
    }
}
