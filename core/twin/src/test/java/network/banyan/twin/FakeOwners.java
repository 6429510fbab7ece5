// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/** A registry whose devices change hands, and that can be away. */
final class FakeOwners implements Owners {
    private final Map<Hash, Ownership> owners = new HashMap<>();
    private final Set<Address> delegates = new HashSet<>();
    private final long chainId;
    private boolean isAway;

    FakeOwners(long chainId) {
        this.chainId = chainId;
    }

    FakeOwners with(Hash device, Address owner) {
        owners.put(device, new Ownership(owner, 0));
        return this;
    }

    void transfer(Hash device, Address to) {
        owners.computeIfPresent(device, (_, last) -> new Ownership(to, last.tenure() + 1));
        delegates.clear();
    }

    void revoke(Hash device) {
        owners.remove(device);
    }

    void delegate(Address account) {
        delegates.add(account);
    }

    void isAway(boolean away) {
        isAway = away;
    }

    @Override
    public long chainId() {
        return chainId;
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
        return delegates.contains(account);
    }
}
