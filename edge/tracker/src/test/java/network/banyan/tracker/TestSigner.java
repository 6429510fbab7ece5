// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.nio.charset.StandardCharsets;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A key that comes from a name. */
record TestSigner(Hash secret) implements DeviceSigner {
    static TestSigner named(String name) {
        return new TestSigner(Sha256.hash(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public P256.PublicKey key() {
        return P256.publicKey(secret);
    }

    @Override
    public KeyStorage storage() {
        return KeyStorage.SOFTWARE;
    }

    @Override
    public String label() {
        return "test key";
    }

    @Override
    public Bytes sign(byte[] message) {
        return P256.sign(secret, message);
    }
}
