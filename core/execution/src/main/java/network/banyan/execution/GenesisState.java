// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;

/** What a chain begins with, as changes of the empty state. */
public final class GenesisState {
    private GenesisState() {}

    public static StateChanges of(Genesis genesis) {
        SortedMap<Address, AccountChange> accounts = new TreeMap<>();
        SortedMap<Hash, Bytes> codes = new TreeMap<>();
        genesis.alloc().forEach((address, account) -> {
            accounts.put(address, change(account));
            if (!account.code().isEmpty()) {
                codes.put(Keccak.hash(account.code()), account.code());
            }
        });
        return new StateChanges(accounts, codes);
    }

    private static AccountChange change(GenesisAccount account) {
        SortedMap<UInt256, UInt256> storage = new TreeMap<>();
        account.storage().forEach((slot, value) -> storage.put(slot.toUInt256(), value.toUInt256()));
        var after = new Account(account.nonce(), account.balance(), Keccak.hash(account.code()));
        return new AccountChange(Optional.of(after), false, storage);
    }
}
