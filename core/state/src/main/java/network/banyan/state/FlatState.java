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
 * The finalised state as flat entries, readable after any block that the {@link History} reaches back to.
 *
 * <p>A read looks into the store first and into the history second, and a block's undo is published before its entries are
 * written. So whichever of the two a racing read saw first, an entry newer than the asked block is always undone.
 */
final class FlatState {
    private final StateStore store;
    private volatile History history;

    FlatState(StateStore store, History history) {
        this.store = store;
        this.history = history;
    }

    History history() {
        return history;
    }

    void publish(History history) {
        this.history = history;
    }

    Optional<Account> account(Address address, long height) {
        Bytes found = read(Keys.account(Keccak.hash(address.toArray())), height);
        try {
            return found.isEmpty() ? Optional.empty() : Optional.of(Account.decode(found.unsafeArray()));
        } catch (RlpException e) {
            throw StateException.damaged("account " + address);
        }
    }

    UInt256 storage(Address address, UInt256 slot, long height) {
        Hash account = Keccak.hash(address.toArray());
        Bytes found = read(Keys.slot(account, Keccak.hash(slot.toArray())), height);
        if (found.size() > Hash.SIZE) {
            throw StateException.damaged("slot " + slot.toQuantity() + " of account " + address);
        }
        return UInt256.ofBytes(found.unsafeArray());
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

    private Bytes read(byte[] key, long height) {
        if (height < 0) {
            return Bytes.EMPTY; // Before genesis there is nothing, also while genesis is being written.
        }
        Bytes stored = orEmpty(store.get(key));
        return history.at(height, key, stored);
    }

    private static Bytes orEmpty(byte @Nullable [] value) {
        return value == null ? Bytes.EMPTY : Bytes.wrap(value);
    }
}
