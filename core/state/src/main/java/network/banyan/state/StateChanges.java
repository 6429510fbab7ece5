// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * The net effect of a block on the state. Sorted, so that whoever walks it sees the same order everywhere.
 *
 * @param accounts every account that the block changed
 * @param codes codes that the block stored, by their Keccak-256
 */
public record StateChanges(SortedMap<Address, AccountChange> accounts, SortedMap<Hash, Bytes> codes) {
    public static final StateChanges NONE = new StateChanges(new TreeMap<>(), new TreeMap<>());

    public StateChanges {
        accounts = Collections.unmodifiableSortedMap(accounts);
        codes = Collections.unmodifiableSortedMap(codes);
    }

    /**
     * @param after the account's new fields; empty if it exists no more
     * @param storageCleared whether all slots from before are gone; {@code storage} then lists the new ones
     * @param storage changed slots with their new values; zero removes a slot
     */
    public record AccountChange(Optional<Account> after, boolean storageCleared, SortedMap<UInt256, UInt256> storage) {
        public AccountChange {
            storage = Collections.unmodifiableSortedMap(storage);
        }
    }
}
