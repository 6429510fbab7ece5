// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Address;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView.Location;
import network.banyan.state.StateBatch;
import network.banyan.state.StateStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The finalised chain. In {@link Column#CHAIN}, by height: {@code b} block, {@code r} RLP list of receipts, {@code c}
 * certificate; by epoch: {@code e} committee. What finds them is in {@link ChainIndex}. In {@link Column#META}: {@code h} the
 * height, {@code e} from which on no block is missing.
 */
final class RocksChainStore implements ChainStore {
    static final byte[] HEIGHT = {'h'};
    static final byte[] EARLIEST = {'e'};
    private static final byte[] CERTIFICATES = {'c'};

    private final Database database;
    private final ReplicaLog log;
    private final ChainIndex index;
    private final RocksStateStore state;
    private volatile long earliest;
    private volatile long height;
    private @Nullable Hash newest;

    RocksChainStore(Database database) {
        this.database = database;
        this.log = new ReplicaLog(database);
        this.index = new ChainIndex(database);
        this.state = new RocksStateStore(database);
        byte[] stored = database.get(Column.META, HEIGHT);
        this.height = stored == null ? -1 : BigEndian.longAt(stored, 0);
        byte[] first = database.get(Column.META, EARLIEST);
        this.earliest = first == null ? 0 : BigEndian.longAt(first, 0);
        this.newest = block(height).map(Block::hash).orElse(null);
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public List<LogEntry> log() {
        return log.entries();
    }

    @Override
    public void append(List<LogEntry> entries) {
        log.append(entries);
    }

    @Override
    public void commit(Commit commit) {
        check(commit);
        long top = height + commit.blocks().size();
        database.writeDurably(batch -> {
            for (Executed executed : commit.blocks()) {
                put(executed, batch);
            }
            if (commit.certificate().isPresent()) {
                batch.put(
                        Column.CHAIN,
                        Key.of('c', top),
                        commit.certificate().get().encode());
            }
            if (commit.next().isPresent()) {
                Committee next = commit.next().get();
                batch.put(Column.CHAIN, Key.of('e', next.epoch()), next.encode());
            }
            put(commit.state(), batch);
            log.prune(commit.prune(), batch);
            for (long number : commit.forgotten().heights()) {
                remove(number, batch);
            }
            if (!commit.forgotten().isNothing()) {
                batch.put(Column.META, EARLIEST, encoded(commit.forgotten().earliest()));
            }
            batch.put(Column.META, HEIGHT, encoded(top));
        });
        log.pruned(commit.prune());
        earliest = Math.max(earliest, commit.forgotten().earliest());
        newest = commit.blocks().getLast().block().hash();
        height = top;
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public long earliest() {
        return earliest;
    }

    @Override
    public Optional<Block> block(long number) {
        return read('b', number, Block::decode);
    }

    @Override
    public Optional<Long> numberOf(Hash block) {
        return index.numberOf(block);
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return read('r', number, encoded -> {
            var outer = new RlpReader(encoded);
            List<Receipt> receipts = outer.list(item -> Receipt.decode(item.array()));
            outer.end();
            return receipts;
        });
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        if (number < 0) {
            return Optional.empty();
        }
        List<byte[]> found = new ArrayList<>(1);
        database.scan(Column.CHAIN, CERTIFICATES, Key.of('c', number), (key, value) -> {
            found.add(value);
            return false;
        });
        return found.stream()
                .findFirst()
                .map(encoded -> decoded(encoded, "the certificate of block " + number, Certificate::decode));
    }

    @Override
    public Optional<Committee> committee(long epoch) {
        byte[] encoded = epoch < 1 ? null : database.get(Column.CHAIN, Key.of('e', epoch));
        return encoded == null
                ? Optional.empty()
                : Optional.of(decoded(encoded, "the committee of epoch " + epoch, Committee::decode));
    }

    @Override
    public Optional<Location> locate(Hash transaction) {
        return index.locate(transaction);
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        return index.history(account, before, limit);
    }

    @Override
    public List<Location> historyAfter(Address account, Location after, int limit) {
        return index.historyAfter(account, after, limit);
    }

    @Override
    public void close() {
        database.close();
    }

    void put(Executed executed, Database.Batch batch) throws RocksDBException {
        Block block = executed.block();
        var receipts = new RlpWriter(320 * executed.receipts().size() + 8).beginList();
        executed.receipts().forEach(receipt -> receipts.write(receipt.encode()));
        batch.put(Column.CHAIN, Key.of('b', block.number()), block.encode());
        batch.put(Column.CHAIN, Key.of('r', block.number()), receipts.endList().toArray());
        index.put(executed, batch);
    }

    private void remove(long number, Database.Batch batch) throws RocksDBException {
        Optional<Block> block = block(number);
        Optional<List<Receipt>> receipts = receipts(number);
        if (block.isPresent() && receipts.isPresent()) {
            index.remove(new Executed(block.get(), receipts.get()), batch);
        }
        for (char kind : new char[] {'b', 'r', 'c'}) {
            batch.remove(Column.CHAIN, Key.of(kind, number));
        }
    }

    private static byte[] encoded(long number) {
        byte[] encoded = new byte[Long.BYTES];
        BigEndian.putLong(encoded, 0, number);
        return encoded;
    }

    static void put(StateBatch state, Database.Batch batch) throws RocksDBException {
        for (StateBatch.Entry entry : state.entries()) {
            put(entry, batch);
        }
    }

    private static void put(StateBatch.Entry entry, Database.Batch batch) throws RocksDBException {
        Bytes value = entry.value();
        if (value == null) {
            batch.remove(Column.STATE, entry.key().unsafeArray());
        } else {
            batch.put(Column.STATE, entry.key().unsafeArray(), value.unsafeArray());
        }
    }

    private void check(Commit commit) {
        Invariant.check(!commit.blocks().isEmpty(), "a commit without blocks");
        @Nullable Hash parent = newest;
        long number = height;
        for (Executed executed : commit.blocks()) {
            Block block = executed.block();
            number++;
            Invariant.check(block.number() == number, "commit of block %d, expected %d", block.number(), number);
            Invariant.check(
                    parent == null || block.header().parentHash().equals(parent),
                    "block %d has another parent",
                    number);
            Invariant.check(
                    executed.receipts().size() == block.transactions().size(), "block %d lacks receipts", number);
            parent = block.hash();
        }
        Invariant.check(
                commit.certificate().isPresent() ? number > 0 : commit.blocks().size() == 1 && number == 0,
                "genesis, and no other block, comes alone and without a certificate");
    }

    private <T> Optional<T> read(char kind, long number, Function<byte[], T> decoder) {
        byte[] encoded = number < 0 ? null : database.get(Column.CHAIN, Key.of(kind, number));
        return encoded == null
                ? Optional.empty()
                : Optional.of(decoded(encoded, "entry " + kind + " of block " + number, decoder));
    }

    private <T> T decoded(byte[] encoded, String what, Function<byte[], T> decoder) {
        try {
            return decoder.apply(encoded);
        } catch (RlpException e) {
            throw StorageException.damaged(database.folder(), what + ": " + e.getMessage());
        }
    }
}
