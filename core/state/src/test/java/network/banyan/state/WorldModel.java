// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges.AccountChange;

/** The world as two maps: what the tries and layers must agree with. */
record WorldModel(SortedMap<Address, Account> accounts, SortedMap<Address, SortedMap<UInt256, UInt256>> storage) {
    static final int ACCOUNTS = 60;
    static final int SLOTS = 40;

    static WorldModel empty() {
        return new WorldModel(new TreeMap<>(), new TreeMap<>());
    }

    static Address address(int number) {
        return Address.ofNumber(1_000 + number);
    }

    /** A block that creates, changes, destroys and revives accounts. */
    static StateChanges randomChanges(Random random) {
        SortedMap<Address, AccountChange> accounts = new TreeMap<>();
        SortedMap<Hash, Bytes> codes = new TreeMap<>();
        for (int count = random.nextInt(12); count > 0; count--) {
            accounts.put(address(random.nextInt(ACCOUNTS)), randomChange(random, codes));
        }
        return new StateChanges(accounts, codes);
    }

    private static AccountChange randomChange(Random random, SortedMap<Hash, Bytes> codes) {
        if (random.nextInt(4) == 0) {
            return new AccountChange(Optional.empty(), random.nextBoolean(), new TreeMap<>());
        }
        Hash codeHash = Keccak.EMPTY;
        if (random.nextInt(3) == 0) {
            Bytes code = Bytes.wrap(new byte[] {1, (byte) random.nextInt(20)});
            codeHash = Keccak.hash(code);
            codes.put(codeHash, code);
        }
        SortedMap<UInt256, UInt256> slots = new TreeMap<>();
        for (int count = random.nextInt(15); count > 0; count--) {
            UInt256 value = random.nextInt(3) == 0
                    ? UInt256.ZERO
                    : random.nextBoolean() ? UInt256.of(random.nextInt(3)) : new UInt256(random.nextLong(), 0, 0, 5);
            slots.put(UInt256.of(random.nextInt(SLOTS)), value);
        }
        var account = new Account(random.nextInt(300), UInt256.of(random.nextLong(1L << 40)), codeHash);
        return new AccountChange(Optional.of(account), random.nextInt(6) == 0, slots);
    }

    WorldModel after(StateChanges changes) {
        var next = empty();
        next.accounts.putAll(accounts);
        storage.forEach((address, slots) -> next.storage.put(address, new TreeMap<>(slots)));
        changes.accounts().forEach(next::change);
        return next;
    }

    private void change(Address address, AccountChange change) {
        if (change.storageCleared() || change.after().isEmpty()) {
            storage.remove(address);
        }
        if (change.after().isEmpty()) {
            accounts.remove(address);
            return;
        }
        accounts.put(address, change.after().get());
        SortedMap<UInt256, UInt256> slots = storage.computeIfAbsent(address, key -> new TreeMap<>());
        slots.putAll(change.storage());
        slots.values().removeIf(UInt256::isZero);
    }

    UInt256 slot(Address address, UInt256 slot) {
        return storage.getOrDefault(address, new TreeMap<>()).getOrDefault(slot, UInt256.ZERO);
    }

    Hash root() {
        return NaiveTrie.root(accounts.entrySet().stream()
                .map(entry -> entry(entry.getKey().toArray(), encoded(entry.getKey(), entry.getValue())))
                .toList());
    }

    Hash storageRoot(Address address) {
        return NaiveTrie.root(storage.getOrDefault(address, new TreeMap<>()).entrySet().stream()
                .map(entry -> entry(
                        entry.getKey().toArray(),
                        new RlpWriter().write(entry.getValue()).toArray()))
                .toList());
    }

    /** The changes that make this world out of nothing. */
    StateChanges fromNothing() {
        SortedMap<Address, AccountChange> changes = new TreeMap<>();
        for (Map.Entry<Address, Account> entry : accounts.entrySet()) {
            SortedMap<UInt256, UInt256> slots = storage.getOrDefault(entry.getKey(), new TreeMap<>());
            changes.put(entry.getKey(), new AccountChange(Optional.of(entry.getValue()), false, slots));
        }
        return new StateChanges(changes, new TreeMap<>());
    }

    private byte[] encoded(Address address, Account account) {
        return new RlpWriter()
                .beginList()
                .write(account.nonce())
                .write(account.balance())
                .write(storageRoot(address))
                .write(account.codeHash())
                .endList()
                .toArray();
    }

    private static NaiveTrie.Entry entry(byte[] key, byte[] value) {
        return new NaiveTrie.Entry(Keccak.hash(key).toBytes(), Bytes.wrap(value));
    }
}
