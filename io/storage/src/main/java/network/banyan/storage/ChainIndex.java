// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainStore.Executed;
import network.banyan.replica.ChainView.Location;
import org.rocksdb.RocksDBException;

/**
 * Finds what stands in the chain. In {@link Column#INDEX}: {@code b} block hash to height; {@code t} transaction hash to
 * height and index; {@code a} address, inverted height, inverted index to nothing, so that an account's newest transaction
 * is its first key.
 */
final class ChainIndex {
    private static final int HISTORY_MAX = 1_000;
    private static final byte[] NOTHING = {};

    private final Database database;

    ChainIndex(Database database) {
        this.database = database;
    }

    void put(Executed executed, Database.Batch batch) throws RocksDBException {
        each(executed, (key, value) -> batch.put(Column.INDEX, key, value));
    }

    void remove(Executed executed, Database.Batch batch) throws RocksDBException {
        each(executed, (key, _) -> batch.remove(Column.INDEX, key));
    }

    private interface Entry {
        void is(byte[] key, byte[] value) throws RocksDBException;
    }

    /** All that finds a block and what is in it. */
    private static void each(Executed executed, Entry entry) throws RocksDBException {
        Block block = executed.block();
        long number = block.number();
        entry.is(Key.of('b', block.hash()), place(number, 0));
        for (int i = 0; i < block.transactions().size(); i++) {
            Transaction transaction = block.transactions().get(i);
            entry.is(Key.of('t', transaction.hash()), place(number, i));
            for (Address party : parties(transaction, executed.receipts().get(i).success())) {
                entry.is(Key.newestFirst('a', party, number, i), NOTHING);
            }
        }
    }

    Optional<Long> numberOf(Hash block) {
        return Optional.ofNullable(database.get(Column.INDEX, Key.of('b', block)))
                .map(place -> BigEndian.longAt(place, 0));
    }

    Optional<Location> locate(Hash transaction) {
        return Optional.ofNullable(database.get(Column.INDEX, Key.of('t', transaction)))
                .map(place -> new Location(BigEndian.longAt(place, 0), BigEndian.intAt(place, Long.BYTES)));
    }

    List<Location> history(Address account, Location before, int limit) {
        Invariant.check(0 < limit && limit <= HISTORY_MAX, "limit %d", limit);
        List<Location> found = new ArrayList<>();
        byte[] from = Key.newestFirst('a', account, before.block(), before.index());
        database.scan(Column.INDEX, Key.of('a', account), from, (key, value) -> {
            Location place = placeIn(key);
            if (!place.equals(before)) {
                found.add(place);
            }
            return found.size() < limit;
        });
        return List.copyOf(found);
    }

    /** The same from oldest to newest, behind a place. */
    List<Location> historyAfter(Address account, Location after, int limit) {
        Invariant.check(0 < limit && limit <= HISTORY_MAX, "limit %d", limit);
        List<Location> found = new ArrayList<>();
        byte[] from = Key.newestFirst('a', account, after.block(), after.index());
        database.scanBack(Column.INDEX, Key.of('a', account), from, (key, value) -> {
            Location place = placeIn(key);
            if (!place.equals(after)) {
                found.add(place);
            }
            return found.size() < limit;
        });
        return List.copyOf(found);
    }

    private static Location placeIn(byte[] key) {
        return new Location(
                ~BigEndian.longAt(key, 1 + Address.SIZE), ~BigEndian.intAt(key, 1 + Address.SIZE + Long.BYTES));
    }

    /** Who sent a transaction, and whom it went to or what it created. */
    private static NavigableSet<Address> parties(Transaction transaction, boolean success) {
        NavigableSet<Address> parties = new TreeSet<>();
        transaction.body().to().ifPresent(parties::add);
        transaction.sender().ifPresent(sender -> {
            parties.add(sender);
            if (transaction.body().to().isEmpty() && success) {
                parties.add(created(sender, transaction.body().nonce()));
            }
        });
        return parties;
    }

    /** The address of the contract that a transaction creates (Yellow Paper, section 7). */
    private static Address created(Address sender, long nonce) {
        byte[] named = new RlpWriter(32)
                .beginList()
                .write(sender)
                .write(new UInt256(0, 0, 0, nonce))
                .endList()
                .toArray();
        return Address.at(Keccak.hash(named).toArray(), Hash.SIZE - Address.SIZE);
    }

    private static byte[] place(long number, int index) {
        byte[] place = new byte[Long.BYTES + Integer.BYTES];
        BigEndian.putLong(place, 0, number);
        BigEndian.putInt(place, Long.BYTES, index);
        return place;
    }
}
