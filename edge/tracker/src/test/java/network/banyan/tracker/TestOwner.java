// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.Owners;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinVersion;

/** The owner of a device, and a registry that says so; the device can be sold, and the registry away. */
final class TestOwner implements Owners {
    private static final long CHAIN = 7;

    private final Hash device;
    private volatile Hash key = Sha256.hash(new byte[] {'a'});
    private volatile long tenure;
    private volatile boolean isAway;

    TestOwner(Hash device) {
        this.device = device;
    }

    void sell() {
        key = Sha256.hash(key.toBytes());
        tenure++;
    }

    void isAway(boolean away) {
        isAway = away;
    }

    /** By whoever owns the device now. */
    Desired desired(Hash of, long version, String document) {
        Hash by = key;
        return Desired.sign(
                CHAIN,
                of,
                new TwinVersion(tenure, version),
                1_763_683_200_000L,
                TwinDocument.read(Bytes.wrap(document.getBytes(StandardCharsets.UTF_8))),
                digest -> Secp256k1.sign(digest, by));
    }

    private void answer() {
        if (isAway) {
            throw new Unknown("the node is away", new IllegalStateException());
        }
    }

    @Override
    public long chainId() {
        answer();
        return CHAIN;
    }

    @Override
    public Optional<Ownership> of(Hash asked) {
        answer();
        return asked.equals(device) ? Optional.of(new Ownership(Secp256k1.addressOf(key), tenure)) : Optional.empty();
    }

    @Override
    public boolean isDelegate(Hash of, Address account) {
        answer();
        return false;
    }
}
