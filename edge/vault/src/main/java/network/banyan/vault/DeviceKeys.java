// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.List;
import network.banyan.crypto.P256;

/** The port through which it is known which keys speak, and spoke, for a device. */
public interface DeviceKeys {
    /** The key that the registry holds now; of a revoked device, its last. */
    P256.PublicKey present();

    /** Whether the device is in service. */
    boolean isActive();

    /** What the chain tells of its keys; costly, so it is asked only for records that the present key did not sign. */
    KeyHistory history();

    /** Those of a device in service that never had another. */
    static DeviceKeys only(P256.PublicKey key) {
        return new DeviceKeys() {
            @Override
            public P256.PublicKey present() {
                return key;
            }

            @Override
            public boolean isActive() {
                return true;
            }

            @Override
            public KeyHistory history() {
                return new KeyHistory(List.of(new KeyHistory.Term(key, 0)), List.of(), List.of());
            }
        };
    }
}
