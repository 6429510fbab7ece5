// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.evm.Code;
import network.banyan.evm.CodeCache;
import network.banyan.evm.World;
import network.banyan.execution.AccountCell.SlotCell;
import network.banyan.execution.AccountCell.TransientCell;
import network.banyan.ledger.Log;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;
import network.banyan.state.StateView;
import org.jspecify.annotations.Nullable;

/**
 * The state of a block in progress: the parent's state, and over it what the block's transactions did so far. Between
 * {@link #beginTransaction} and {@link #endTransaction} every change can be undone to a mark. Used by one thread.
 */
public final class JournaledWorld implements World, LiveState {
    private final StateView parent;
    private final CodeCache codes;
    private final Map<Address, AccountCell> accounts = new HashMap<>();

    /** The cells in the order they were first looked at, because a hash map has no order of its own. */
    private final List<AccountCell> inOrder = new ArrayList<>();

    private final SortedMap<Hash, Bytes> newCodes = new TreeMap<>();
    private final Journal journal = new Journal();
    private final List<AccountCell> doomed = new ArrayList<>();
    private final List<Log> logs = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** Number of the current transaction, from 1. */
    private int transaction = 1;

    private long refund;
    private @Nullable AccountCell lastAccount;
    private @Nullable AccountCell lastSlotAccount;
    private @Nullable SlotCell lastSlot;

    /** What a mark remembers beside the journal's length. */
    private record Mark(int journalSize, int logCount, long refund) {}

    public JournaledWorld(StateView parent, CodeCache codes) {
        this.parent = parent;
        this.codes = codes;
    }

    /** What a transaction leaves beside its changes of the state. */
    public record Leftovers(List<Log> logs, long refund) {
        public Leftovers {
            logs = List.copyOf(logs);
        }
    }

    /** Starts a transaction: everything is cold, transient storage empty, the refund zero. */
    public void beginTransaction() {
        transaction++;
        journal.clear();
        marks.clear();
        doomed.clear();
        logs.clear();
        refund = 0;
    }

    /** The refund counter so far (EIP-3529); may be read before the fees are settled. */
    @Override
    public long refund() {
        return refund;
    }

    /** Removes what self-destructed and what was touched while empty (EIP-161, 6780); nothing can be undone after. */
    public Leftovers endTransaction() {
        for (AccountCell cell : doomed) {
            if (cell.destroyedIn == transaction || (cell.touchedIn == transaction && cell.isEmpty())) {
                remove(cell);
            }
        }
        return new Leftovers(logs, refund);
    }

    private static void remove(AccountCell cell) {
        cell.nonce = 0;
        cell.balance = UInt256.ZERO;
        cell.codeHash = Keccak.EMPTY;
        cell.code = Code.EMPTY;
        cell.storageCleared = true;
        cell.changed = true;
        for (SlotCell slot : cell.slots) {
            slot.value = UInt256.ZERO;
        }
    }

    /** Makes an account look as somebody pretends; it cannot be undone. */
    void pretend(SimulationRequest.AccountOverride override) {
        AccountCell cell = account(override.address());
        cell.changed = true;
        cell.nonce = override.nonce().orElse(cell.nonce);
        cell.balance = override.balance().orElse(cell.balance);
        override.code().ifPresent(bytes -> {
            Code code = Code.of(bytes);
            cell.code = code;
            cell.codeHash = code.hash();
            newCodes.putIfAbsent(code.hash(), bytes);
        });
        override.storage().ifPresent(slots -> {
            cell.storageCleared = true;
            cell.slots.forEach(slot -> slot.value = UInt256.ZERO);
            slots.forEach(slot -> slot(override.address(), slot.slot()).value = slot.value());
        });
        override.slots().forEach(slot -> slot(override.address(), slot.slot()).value = slot.value());
    }

    /** The net effect of all transactions so far. */
    public StateChanges changes() {
        SortedMap<Address, AccountChange> changed = new TreeMap<>();
        SortedMap<Hash, Bytes> stored = new TreeMap<>();
        for (AccountCell cell : inOrder) {
            if (cell.changed) {
                change(cell).ifPresent(change -> changed.put(cell.address, change));
                Bytes code = newCodes.get(cell.codeHash);
                if (code != null) {
                    stored.put(cell.codeHash, code);
                }
            }
        }
        return new StateChanges(changed, stored);
    }

    private static Optional<AccountChange> change(AccountCell cell) {
        boolean existed = cell.before.isPresent();
        if (cell.isEmpty()
                && !(existed && !cell.storageCleared && cell.before.get().isEmpty())) {
            return existed ? Optional.of(new AccountChange(Optional.empty(), true, new TreeMap<>())) : Optional.empty();
        }
        SortedMap<UInt256, UInt256> storage = new TreeMap<>();
        for (SlotCell slot : cell.slots) {
            boolean differs = cell.storageCleared ? !slot.value.isZero() : !slot.value.equals(slot.before);
            if (differs) {
                storage.put(slot.key, slot.value);
            }
        }
        Account after = new Account(cell.nonce, cell.balance, cell.codeHash);
        boolean same = cell.before.equals(Optional.of(after)) && storage.isEmpty() && !cell.storageCleared;
        boolean cleared = cell.storageCleared && existed;
        return same ? Optional.empty() : Optional.of(new AccountChange(Optional.of(after), cleared, storage));
    }

    /** What the current transaction made warm and did not undo, sorted. */
    List<AccessListEntry> accessed() {
        SortedMap<Address, AccessListEntry> accessed = new TreeMap<>();
        for (AccountCell cell : inOrder) {
            List<Hash> slots = cell.slots.stream()
                    .filter(slot -> slot.warmIn == transaction)
                    .map(slot -> slot.key.toHash())
                    .sorted()
                    .toList();
            if (cell.warmIn == transaction || !slots.isEmpty()) {
                accessed.put(cell.address, new AccessListEntry(cell.address, slots));
            }
        }
        return List.copyOf(accessed.values());
    }

    private AccountCell account(Address address) {
        AccountCell last = lastAccount;
        if (last != null && last.address.equals(address)) {
            return last;
        }
        AccountCell cell = accounts.get(address);
        if (cell == null) {
            cell = new AccountCell(address, parent.account(address));
            accounts.put(address, cell);
            inOrder.add(cell);
        }
        lastAccount = cell;
        return cell;
    }

    private SlotCell slot(Address address, UInt256 key) {
        AccountCell cell = account(address);
        SlotCell last = lastSlot;
        if (last != null && lastSlotAccount == cell && last.key.equals(key)) {
            return last;
        }
        SlotCell slot = cell.slot(key);
        if (slot == null) {
            boolean none = cell.storageCleared || cell.before.isEmpty();
            slot = cell.add(key, none ? UInt256.ZERO : parent.storage(address, key));
        }
        lastSlotAccount = cell;
        lastSlot = slot;
        return slot;
    }

    @Override
    public UInt256 balance(Address account) {
        return account(account).balance;
    }

    @Override
    public long nonce(Address account) {
        return account(account).nonce;
    }

    @Override
    public Code code(Address account) {
        AccountCell cell = account(account);
        Code code = cell.code;
        if (code == null) {
            code = cell.codeHash.equals(Keccak.EMPTY) ? Code.EMPTY : codes.get(cell.codeHash, this::loadCode);
            cell.code = code;
        }
        return code;
    }

    /** A contract that this block created may be asked for by hash before the parent's successor knows it. */
    private Bytes loadCode(Hash hash) {
        Bytes created = newCodes.get(hash);
        return created != null ? created : parent.code(hash);
    }

    @Override
    public Hash codeHash(Address account) {
        return account(account).codeHash;
    }

    @Override
    public boolean isDead(Address account) {
        return account(account).isEmpty();
    }

    @Override
    public boolean collides(Address account) {
        AccountCell cell = account(account);
        return cell.nonce != 0
                || !cell.codeHash.equals(Keccak.EMPTY)
                || (cell.before.isPresent() && !cell.storageCleared && parent.hasStorage(account));
    }

    @Override
    public void setNonce(Address account, long nonce) {
        AccountCell cell = account(account);
        journal.nonce(cell);
        cell.nonce = nonce;
        cell.changed = true;
    }

    @Override
    public void setCode(Address account, Code code) {
        AccountCell cell = account(account);
        journal.code(cell);
        cell.code = code;
        cell.codeHash = code.hash();
        cell.changed = true;
        if (!code.isEmpty()) {
            // Stays if the change is undone; only codes that an account has at the end are handed on.
            newCodes.putIfAbsent(code.hash(), code.bytes());
        }
    }

    @Override
    public void transfer(Address from, Address to, UInt256 value) {
        if (value.isZero()) {
            touch(account(to));
            return;
        }
        AccountCell payer = account(from);
        setBalance(payer, payer.balance.minusExact(value));
        AccountCell payee = account(to);
        setBalance(payee, payee.balance.plusExact(value));
    }

    /** Creates coins: rewards, tips and gas paid back. */
    public void credit(Address account, UInt256 amount) {
        AccountCell cell = account(account);
        if (amount.isZero()) {
            touch(cell);
        } else {
            setBalance(cell, cell.balance.plusExact(amount));
        }
    }

    /** Takes coins that the account has: the gas it buys. */
    public void debit(Address account, UInt256 amount) {
        AccountCell cell = account(account);
        setBalance(cell, cell.balance.minusExact(amount));
    }

    private void setBalance(AccountCell cell, UInt256 balance) {
        journal.balance(cell);
        cell.balance = balance;
        cell.changed = true;
        if (balance.isZero()) {
            touch(cell);
        }
    }

    private void touch(AccountCell cell) {
        if (cell.touchedIn != transaction && cell.isEmpty() && cell.before.isPresent()) {
            journal.touched(cell);
            cell.touchedIn = transaction;
            doomed.add(cell);
        }
    }

    @Override
    public void markCreated(Address account) {
        AccountCell cell = account(account);
        journal.created(cell);
        cell.createdIn = transaction;
    }

    @Override
    public void selfDestruct(Address account, Address beneficiary) {
        AccountCell cell = account(account);
        UInt256 balance = cell.balance;
        boolean removed = cell.createdIn == transaction;
        if (!account.equals(beneficiary)) {
            transfer(account, beneficiary, balance);
        } else if (removed && !balance.isZero()) {
            // Nobody is left to have them: the coins are burned.
            setBalance(cell, UInt256.ZERO);
        }
        if (removed && cell.destroyedIn != transaction) {
            journal.destroyed(cell);
            cell.destroyedIn = transaction;
            doomed.add(cell);
        }
    }

    @Override
    public UInt256 storage(Address account, UInt256 slot) {
        return slot(account, slot).value;
    }

    @Override
    public UInt256 originalStorage(Address account, UInt256 slot) {
        SlotCell cell = slot(account, slot);
        return cell.originalIn == transaction ? cell.original : cell.value;
    }

    @Override
    public void setStorage(Address account, UInt256 slot, UInt256 value) {
        SlotCell cell = slot(account, slot);
        if (cell.originalIn != transaction) {
            // Undoing brings the value back to this one, so the note itself need not be undone.
            cell.original = cell.value;
            cell.originalIn = transaction;
        }
        journal.storage(cell);
        cell.value = value;
        account(account).changed = true;
    }

    @Override
    public UInt256 transientStorage(Address account, UInt256 slot) {
        TransientCell cell = account(account).transientSlot(slot);
        return cell != null && cell.writtenIn == transaction ? cell.value : UInt256.ZERO;
    }

    @Override
    public void setTransientStorage(Address account, UInt256 slot, UInt256 value) {
        TransientCell cell = account(account).transientSlotToWrite(slot);
        journal.transientStorage(cell);
        cell.value = value;
        cell.writtenIn = transaction;
    }

    @Override
    public boolean warmUp(Address account) {
        AccountCell cell = account(account);
        if (cell.warmIn == transaction) {
            return false;
        }
        journal.warm(cell);
        cell.warmIn = transaction;
        return true;
    }

    @Override
    public boolean warmUp(Address account, UInt256 slot) {
        SlotCell cell = slot(account, slot);
        if (cell.warmIn == transaction) {
            return false;
        }
        journal.warm(cell);
        cell.warmIn = transaction;
        return true;
    }

    @Override
    public void log(Log log) {
        logs.add(log);
    }

    @Override
    public void refund(long gas) {
        refund += gas;
    }

    @Override
    public int mark() {
        marks.add(new Mark(journal.size(), logs.size(), refund));
        return marks.size() - 1;
    }

    @Override
    public void revertTo(int mark) {
        Mark to = marks.get(mark);
        journal.revertTo(to.journalSize);
        logs.subList(to.logCount, logs.size()).clear();
        refund = to.refund;
        marks.subList(mark, marks.size()).clear();
    }
}
