// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.crypto.Secp256k1;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.Owners;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinVersion;

/** A registry whose devices change hands, and that can be away; and accounts that sign. */
public final class TestOwners implements Owners {
    public static final long CHAIN = 1;
    public static final Hash ALICE = Sha256.hash(new byte[] {'a'});
    public static final Hash BOB = Sha256.hash(new byte[] {'b'});

    private final Map<Hash, Ownership> owners = new ConcurrentHashMap<>();
    private volatile boolean isAway;

    public TestOwners with(Hash device, Address owner) {
        owners.put(device, new Ownership(owner, 0));
        return this;
    }

    public void transfer(Hash device, Address to) {
        owners.computeIfPresent(device, (_, last) -> new Ownership(to, last.tenure() + 1));
    }

    public void isAway(boolean away) {
        isAway = away;
    }

    public static Address address(Hash key) {
        return Secp256k1.addressOf(key);
    }

    /** What somebody desires of a device. */
    public static Desired desired(Hash device, Hash key, long tenure, long version, String document) {
        return Desired.sign(
                CHAIN,
                device,
                new TwinVersion(tenure, version),
                TestDevice.TIME,
                TwinDocument.read(Bytes.wrap(document.getBytes(StandardCharsets.UTF_8))),
                digest -> Secp256k1.sign(digest, key));
    }

    @Override
    public long chainId() {
        return CHAIN;
    }

    @Override
    public Optional<Ownership> of(Hash device) {
        if (isAway) {
            throw new Unknown("the node is away", new IllegalStateException());
        }
        return Optional.ofNullable(owners.get(device));
    }

    @Override
    public boolean isDelegate(Hash device, Address account) {
        return false;
    }
}
