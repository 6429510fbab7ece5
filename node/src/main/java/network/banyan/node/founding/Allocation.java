// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;
import network.banyan.state.StateView;

/** A genesis's accounts as a state that can be run on, and what a run makes of them. */
public record Allocation(SortedMap<Address, GenesisAccount> accounts) implements StateView {
    public Allocation {
        accounts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
    }

    @Override
    public Optional<Account> account(Address address) {
        return Optional.ofNullable(accounts.get(address))
                .map(found -> new Account(found.nonce(), found.balance(), Keccak.hash(found.code())));
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        GenesisAccount account = accounts.get(address);
        return account == null
                ? UInt256.ZERO
                : account.storage().getOrDefault(slot.toHash(), Hash.ZERO).toUInt256();
    }

    @Override
    public Bytes code(Hash codeHash) {
        return accounts.values().stream()
                .map(GenesisAccount::code)
                .filter(code -> Keccak.hash(code).equals(codeHash))
                .findFirst()
                .orElse(Bytes.EMPTY);
    }

    Allocation after(StateChanges changes) {
        SortedMap<Address, GenesisAccount> next = new TreeMap<>(accounts);
        changes.accounts()
                .forEach((address, change) -> change.after()
                        .ifPresentOrElse(
                                after -> next.put(address, changed(address, after, change, changes)),
                                () -> next.remove(address)));
        return new Allocation(next);
    }

    private GenesisAccount changed(Address address, Account after, AccountChange change, StateChanges changes) {
        SortedMap<Hash, Hash> slots = new TreeMap<>();
        GenesisAccount before = accounts.get(address);
        if (before != null && !change.storageCleared()) {
            slots.putAll(before.storage());
        }
        change.storage().forEach((slot, value) -> {
            if (value.isZero()) {
                slots.remove(slot.toHash());
            } else {
                slots.put(slot.toHash(), value.toHash());
            }
        });
        Bytes code = changes.codes().getOrDefault(after.codeHash(), code(after.codeHash()));
        return new GenesisAccount(after.balance(), after.nonce(), code, slots);
    }
}
