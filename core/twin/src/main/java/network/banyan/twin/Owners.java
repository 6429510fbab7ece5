// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/** Who may say what a device should do, as one chain tells. Every method may throw {@link Unknown}. */
public interface Owners {
    /** Nobody can say at the moment; later, perhaps. The message is a sentence's end. */
    final class Unknown extends RuntimeException {
        public Unknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param tenure how often the device changed its owner
     */
    record Ownership(Address owner, long tenure) {}

    long chainId();

    /** Empty if the device is not registered, or revoked. */
    Optional<Ownership> of(Hash device);

    /** Whether an account may act for a device by its owner's word: capabilityInvocation in the DID registry. */
    boolean isDelegate(Hash device, Address account);
}
