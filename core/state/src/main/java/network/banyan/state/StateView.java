// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The state after one block, to read. Safe to use from any thread for as long as its block is kept. */
public interface StateView {
    /** Empty if the account does not exist. */
    Optional<Account> account(Address address);

    /** Zero if the slot was never written. */
    UInt256 storage(Address address, UInt256 slot);

    /**
     * Whether an account has any storage, asked only for one without nonce and code (EIP-7610). No transaction can make such
     * an account, only a genesis could, and ours do not.
     */
    default boolean hasStorage(Address address) {
        return false;
    }

    /** The code with this Keccak-256; no bytes for {@link network.banyan.crypto.Keccak#EMPTY}. */
    Bytes code(Hash codeHash);
}
