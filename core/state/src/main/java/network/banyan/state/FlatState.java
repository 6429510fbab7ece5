// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * The finalised state as flat entries, readable after any block that the {@link History} or the {@link Archive} reaches back
 * to.
 *
 * <p>A read looks into the store, or the cache over it, first and into the history second, and a block's undo is published
 * before its entries are written. So whichever of the two a racing read saw first, an entry newer than the asked block is
 * always undone.
 */
final class FlatState {
    private final StateStore store;
    private final ObjectCache<Address, Optional<Account>> accounts;
    private final ObjectCache<Slot, UInt256> slots;
    private final Archive archive;
    private volatile History history;

    private record Slot(Address account, UInt256 number) {}

    /** @param cached accounts that may be at hand as objects, and as many slots */
    FlatState(StateStore store, History history, Archive archive, int cached) {
        this.store = store;
        this.archive = archive;
        this.accounts = new ObjectCache<>(cached);
        this.slots = new ObjectCache<>(cached);
        this.history = history;
    }

    History history() {
        return history;
    }

    void publish(History history) {
        this.history = history;
    }

    /** Takes over what a commit changed. The store has it already; no layer of that height is readable yet. */
    void settled(StateChanges changes, boolean cleared) {
        if (cleared) {
            slots.clear();
        }
        changes.accounts().forEach((address, change) -> {
            accounts.put(address, change.after());
            if (change.after().isPresent()) {
                change.storage().forEach((slot, value) -> slots.put(new Slot(address, slot), value));
            }
        });
    }

    Optional<Account> account(Address address, long height) {
        if (height < 0) {
            return Optional.empty(); // Before genesis there is nothing, also while genesis is being written.
        }
        Optional<Account> newest = accounts.get(address, this::stored);
        History past = history;
        if (past.newest() <= height) {
            return newest;
        }
        Bytes before = before(past, height, key(address));
        return before == null ? newest : decoded(address, before);
    }

    UInt256 storage(Address address, UInt256 number, long height) {
        if (height < 0) {
            return UInt256.ZERO;
        }
        var slot = new Slot(address, number);
        UInt256 newest = slots.get(slot, this::stored);
        History past = history;
        if (past.newest() <= height) {
            return newest;
        }
        Bytes before = before(past, height, key(slot));
        return before == null ? newest : decoded(slot, before);
    }

    /** What the first later block to change an entry found there; null if none has. */
    private @Nullable Bytes before(History past, long height, byte[] key) {
        return past.oldest() <= height ? past.at(height, key) : archive.at(height, key);
    }

    private Optional<Account> stored(Address address) {
        return decoded(address, read(key(address)));
    }

    private UInt256 stored(Slot slot) {
        return decoded(slot, read(key(slot)));
    }

    private static Optional<Account> decoded(Address address, Bytes entry) {
        try {
            return entry.isEmpty() ? Optional.empty() : Optional.of(Account.decode(entry.unsafeArray()));
        } catch (RlpException e) {
            throw StateException.damaged("account " + address);
        }
    }

    private static UInt256 decoded(Slot slot, Bytes entry) {
        if (entry.size() > Hash.SIZE) {
            throw StateException.damaged("slot " + slot.number().toQuantity() + " of account " + slot.account());
        }
        return UInt256.ofBytes(entry.unsafeArray());
    }

    private static byte[] key(Address address) {
        return Keys.account(Keccak.hash(address.toArray()));
    }

    private static byte[] key(Slot slot) {
        return Keys.slot(
                Keccak.hash(slot.account().toArray()), Keccak.hash(slot.number().toArray()));
    }

    /** Codes are named by their content and never removed, so they have no height. */
    Bytes code(Hash codeHash) {
        if (codeHash.equals(Keccak.EMPTY)) {
            return Bytes.EMPTY;
        }
        byte[] code = store.get(Keys.code(codeHash));
        if (code == null) {
            throw StateException.damaged("code " + codeHash);
        }
        return Bytes.wrap(code);
    }

    private Bytes read(byte[] key) {
        byte[] entry = store.get(key);
        return entry == null ? Bytes.EMPTY : Bytes.wrap(entry);
    }
}
