// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateChanges;
import network.banyan.state.StateView;

/** A whole state in maps, for tests to fill, run on and look into. */
final class MemoryState implements StateView {
    final SortedMap<Address, Account> accounts = new TreeMap<>();
    final SortedMap<Address, SortedMap<UInt256, UInt256>> storage = new TreeMap<>();
    final SortedMap<Hash, Bytes> codes = new TreeMap<>();

    void put(Address address, long nonce, UInt256 balance, Bytes code) {
        Hash hash = Keccak.hash(code);
        accounts.put(address, new Account(nonce, balance, hash));
        codes.put(hash, code);
    }

    void put(Address address, UInt256 slot, UInt256 value) {
        var slots = storage.computeIfAbsent(address, absent -> new TreeMap<>());
        if (value.isZero()) {
            slots.remove(slot);
        } else {
            slots.put(slot, value);
        }
        if (slots.isEmpty()) {
            storage.remove(address);
        }
    }

    boolean hasStorage(Address address) {
        return storage.containsKey(address);
    }

    MemoryState after(StateChanges changes) {
        var next = new MemoryState();
        next.accounts.putAll(accounts);
        storage.forEach((address, slots) -> next.storage.put(address, new TreeMap<>(slots)));
        next.codes.putAll(codes);
        next.codes.putAll(changes.codes());
        changes.accounts().forEach((address, change) -> {
            if (change.storageCleared()) {
                next.storage.remove(address);
            }
            change.storage().forEach((slot, value) -> next.put(address, slot, value));
            change.after()
                    .ifPresentOrElse(after -> next.accounts.put(address, after), () -> next.accounts.remove(address));
        });
        return next;
    }

    @Override
    public Optional<Account> account(Address address) {
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        return storage.getOrDefault(address, new TreeMap<>(Map.of())).getOrDefault(slot, UInt256.ZERO);
    }

    @Override
    public Bytes code(Hash codeHash) {
        return codes.getOrDefault(codeHash, Bytes.EMPTY);
    }
}
