// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
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

/** A whole state in maps, to fill, run on and look into. Used by one thread. */
public final class MemoryState implements StateView {
    /** Every account that exists. */
    public final SortedMap<Address, Account> accounts = new TreeMap<>();

    /** The slots that are not zero. */
    public final SortedMap<Address, SortedMap<UInt256, UInt256>> storage = new TreeMap<>();

    public final SortedMap<Hash, Bytes> codes = new TreeMap<>();

    /**
     * The {@code pre} or {@code postState} of an official test.
     *
     * @throws RuntimeException if it is not in that form
     */
    public static MemoryState of(JsonNode accounts) {
        var state = new MemoryState();
        accounts.properties().forEach(entry -> {
            Address address = Address.fromHex(entry.getKey());
            JsonNode account = entry.getValue();
            state.put(
                    address,
                    quantity(account.path("nonce")).longValue(),
                    UInt256.of(quantity(account.path("balance"))),
                    Bytes.fromHex(account.path("code").asText("0x")));
            account.path("storage")
                    .properties()
                    .forEach(slot -> state.put(
                            address,
                            UInt256.fromHex(slot.getKey()),
                            UInt256.fromHex(slot.getValue().asText())));
        });
        return state;
    }

    /** A number as official tests write it, which may have leading zeros; zero if it is absent. */
    public static BigInteger quantity(JsonNode node) {
        return node.isMissingNode()
                ? BigInteger.ZERO
                : new BigInteger("0" + node.asText().substring(2), 16);
    }

    public void put(Address address, long nonce, UInt256 balance, Bytes code) {
        Hash hash = Keccak.hash(code);
        accounts.put(address, new Account(nonce, balance, hash));
        codes.put(hash, code);
    }

    public void put(Address address, UInt256 slot, UInt256 value) {
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

    @Override
    public boolean hasStorage(Address address) {
        return storage.containsKey(address);
    }

    /** The state that these changes make of this one, which stays as it is. */
    public MemoryState after(StateChanges changes) {
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
