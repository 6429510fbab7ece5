// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.List;
import java.util.Optional;
import network.banyan.evidence.Passport;
import network.banyan.evidence.Publication;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What the agent asks of a node, and of the wallet that pays. Every call may throw {@link Unavailable}; the agent then tries
 * again later. Nothing the node says can make a device sign two histories: at worst it makes the agent stop.
 */
public interface NodePort {
    /** The node does not answer, or not sensibly; later it may. */
    final class Unavailable extends RuntimeException {
        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The node has run a transaction without sending it, and it failed; the message says how. */
    final class WouldFail extends RuntimeException {
        private final String reason;

        public WouldFail(String reason) {
            super(reason);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    long chainId();

    /** The account that pays for transactions. */
    Address payer();

    /** What the registry knows of a device, and whether the payer may anchor for it; empty if the device is unknown. */
    Optional<RegistryContract.Standing> standing(Hash device);

    /** All that the registry says of a device that it knows. */
    Passport passport(Hash device);

    /** The number that a device's next signature for the registry must name. */
    long registryNonce(Hash device);

    /** The sequence number the anchor contract expects next of a device; 1 for a new one. */
    long nextSequence(Hash device);

    /** The highest sequence number that the node keeps of a device's records; 0 if none. */
    long lastPublished(Hash device);

    /** {@code banyan_publishRecords}: one answer a record. */
    List<Publication> publish(List<Bytes> records);

    /**
     * Sends a transaction from the payer and returns its hash. Sent again before the first one is final, it takes the first
     * one's place; it is never added to it.
     *
     * @throws WouldFail if it would fail on the chain as it stands; nothing was sent then
     */
    Hash send(Address to, Bytes data);

    /** Whether a transaction succeeded; empty as long as it is not final. */
    Optional<Boolean> outcome(Hash transaction);
}
