// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainSeed;
import network.banyan.replica.ChainStore;
import network.banyan.state.StateBatch;
import network.banyan.state.StateStore;

/**
 * A chain that is being put together from a snapshot. In {@link Column#META}, {@code a} holds the block aimed at as long as
 * it is not finished.
 */
final class RocksChainSeed implements ChainSeed {
    static final byte[] AIM = {'a'};

    private final Database database;
    private final RocksChainStore chain;

    RocksChainSeed(Database database) {
        this.database = database;
        this.chain = new RocksChainStore(database);
    }

    @Override
    public Optional<Hash> aim() {
        return Optional.ofNullable(database.get(Column.META, AIM)).map(Hash::of);
    }

    @Override
    public void begin(Hash aim) {
        database.clear(List.of(Column.STATE, Column.CHAIN, Column.INDEX));
        database.writeDurably(batch -> batch.put(Column.META, AIM, aim.toArray()));
    }

    @Override
    public StateStore state() {
        return chain.state();
    }

    @Override
    public void put(StateBatch state) {
        database.writeEventually(batch -> RocksChainStore.put(state, batch));
    }

    @Override
    public Optional<Block> block(long number) {
        return chain.block(number);
    }

    @Override
    public void put(ChainStore.Executed block) {
        database.writeEventually(batch -> chain.put(block, batch));
    }

    @Override
    public void finish(Foundation foundation) {
        database.writeDurably(batch -> {
            chain.put(new ChainStore.Executed(foundation.genesis(), List.of()), batch);
            for (HandedOver handover : foundation.handovers()) {
                batch.put(
                        Column.CHAIN,
                        Key.of('c', handover.certificate().subject().height()),
                        handover.certificate().encode());
                batch.put(
                        Column.CHAIN,
                        Key.of('e', handover.next().epoch()),
                        handover.next().encode());
            }
            RocksChainStore.put(foundation.head(), batch);
            // There are no older blocks in which anchors could be looked for.
            batch.put(Column.RECORDS, RocksRecordStore.INDEXED, bytes(foundation.earliest() - 1));
            batch.put(Column.META, RocksChainStore.EARLIEST, bytes(foundation.earliest()));
            batch.put(Column.META, RocksChainStore.HEIGHT, bytes(foundation.height()));
            batch.remove(Column.META, AIM);
        });
    }

    @Override
    public void close() {
        database.close();
    }

    private static byte[] bytes(long number) {
        byte[] bytes = new byte[Long.BYTES];
        BigEndian.putLong(bytes, 0, number);
        return bytes;
    }
}
