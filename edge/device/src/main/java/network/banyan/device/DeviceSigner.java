// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Hash;

/** Where a device's P-256 key lives: in a file ({@link SoftwareKey}), a secure element, a TPM. */
public interface DeviceSigner extends DeviceRecord.Signer {
    P256.PublicKey key();

    /** What holds the key, for people: they must see at a glance whether it is hardware. */
    String label();

    /** The device's id if this is its first key. */
    default Hash device() {
        return RegistryContract.idOf(key());
    }
}
