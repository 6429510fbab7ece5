// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.evm.Code;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import org.jspecify.annotations.Nullable;

/**
 * An account as a block in progress sees it. Marks that hold for one transaction are kept as that transaction's number,
 * so that the next one finds all of them unset without clearing anything. Changed only through {@link JournaledWorld}.
 */
final class AccountCell {
    final Address address;

    /** As the parent state has it. */
    final Optional<Account> before;

    long nonce;
    UInt256 balance;
    Hash codeHash;

    /** Null until somebody asks. */
    @Nullable
    Code code;

    /** Whether the slots of the parent state are gone. */
    boolean storageCleared;

    /** Whether anything was ever changed; a block's changes are looked for only here. */
    boolean changed;

    int warmIn;
    int createdIn;
    int destroyedIn;
    int touchedIn;

    /** Lookups only; walked by {@link #slots}, in the order of first use. */
    private final Map<UInt256, SlotCell> slotByKey = new HashMap<>();

    private final Map<UInt256, TransientCell> transientByKey = new HashMap<>();
    final List<SlotCell> slots = new ArrayList<>();

    /** A slot. {@code original} is the value when the transaction {@code originalIn} first wrote here. */
    static final class SlotCell {
        final UInt256 key;
        final UInt256 before;
        UInt256 value;
        UInt256 original;
        int originalIn;
        int warmIn;

        SlotCell(UInt256 key, UInt256 before) {
            this.key = key;
            this.before = before;
            this.value = before;
            this.original = before;
        }
    }

    /** A slot of EIP-1153, holding anything only within its transaction. */
    static final class TransientCell {
        UInt256 value = UInt256.ZERO;
        int writtenIn;
    }

    AccountCell(Address address, Optional<Account> before) {
        this.address = address;
        this.before = before;
        Account account = before.orElse(Account.EMPTY);
        nonce = account.nonce();
        balance = account.balance();
        codeHash = account.codeHash();
    }

    boolean isEmpty() {
        return nonce == 0 && balance.isZero() && codeHash.equals(Keccak.EMPTY);
    }

    @Nullable
    SlotCell slot(UInt256 key) {
        return slotByKey.get(key);
    }

    SlotCell add(UInt256 key, UInt256 before) {
        SlotCell cell = new SlotCell(key, before);
        slotByKey.put(key, cell);
        slots.add(cell);
        return cell;
    }

    @Nullable
    TransientCell transientSlot(UInt256 key) {
        return transientByKey.get(key);
    }

    TransientCell transientSlotToWrite(UInt256 key) {
        return transientByKey.computeIfAbsent(key, absent -> new TransientCell());
    }
}
