// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.primitives.Hash;

/** The port through which the shelf asks which key speaks for a device now; a node answers from its finalised state. */
public interface DeviceDirectory {
    /** The present key of a device in service; empty if it is unknown or was revoked. */
    Optional<P256.PublicKey> key(Hash device);
}
