// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The state after a final block below the head. Once the block is no longer kept every read is a {@link StateException}. */
record PastView(FlatState flat, long height) implements StateView {
    @Override
    public Optional<Account> account(Address address) {
        return flat.account(address, height);
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        return flat.storage(address, slot, height);
    }

    @Override
    public Bytes code(Hash codeHash) {
        return flat.code(codeHash);
    }
}
