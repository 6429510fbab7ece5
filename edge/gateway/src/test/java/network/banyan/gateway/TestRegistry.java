// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.crypto.P256;
import network.banyan.device.NodePort;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.primitives.Hash;

/** A chain's registry that can be away. */
public final class TestRegistry implements DeviceKeys.Registry {
    private final Map<Hash, P256.PublicKey> keys = new ConcurrentHashMap<>();
    private volatile boolean isAway;

    public TestRegistry with(TestDevice... devices) {
        for (TestDevice device : devices) {
            keys.put(device.device(), device.key());
        }
        return this;
    }

    public void revoke(TestDevice device) {
        keys.remove(device.device());
    }

    public void isAway(boolean away) {
        isAway = away;
    }

    @Override
    public Optional<P256.PublicKey> key(Hash device) {
        if (isAway) {
            throw new NodePort.Unavailable("the node is away");
        }
        return Optional.ofNullable(keys.get(device));
    }
}
