// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Hash;

/**
 * Where a device's P-256 key lives: in a file ({@link SoftwareKey}), a PKCS#11 token, a TPM. {@link #sign} may throw
 * {@link Unavailable}.
 */
public interface DeviceSigner extends DeviceRecord.Signer {
    /** The key cannot be reached now, and later perhaps can: a token was pulled, a TPM is busy. The message says which. */
    final class Unavailable extends RuntimeException {
        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    P256.PublicKey key();

    KeyStorage storage();

    /** What holds the key, for people: they must see at a glance whether it is hardware. */
    String label();

    /** The device's id if this is its first key. */
    default Hash device() {
        return RegistryContract.idOf(key());
    }
}
