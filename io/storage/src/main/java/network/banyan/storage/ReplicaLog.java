// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainStore.LogEntry;
import network.banyan.replica.ChainStore.Pruned;
import org.rocksdb.RocksDBException;

/**
 * The replica's log: entries by a running number, which keeps their order. Used by the replica's thread alone.
 *
 * <p>The slots are held in heap, so that pruning need not read the log.
 */
final class ReplicaLog {
    private static final byte[] ALL = {'l'};

    private final Database database;
    private final List<Line> lines = new ArrayList<>();
    private long next;

    /** Where an entry stands, and the slot it belongs to. */
    private record Line(long number, long epoch, long view) {
        boolean isIn(Pruned prune) {
            return epoch != prune.epoch() ? epoch < prune.epoch() : view <= prune.view();
        }
    }

    ReplicaLog(Database database) {
        this.database = database;
        database.scan(Column.LOG, ALL, ALL, (key, value) -> {
            long number = BigEndian.longAt(key, 1);
            LogEntry entry = decode(value);
            lines.add(new Line(number, entry.epoch(), entry.view()));
            next = number + 1;
            return true;
        });
    }

    List<LogEntry> entries() {
        List<LogEntry> entries = new ArrayList<>();
        database.scan(Column.LOG, ALL, ALL, (key, value) -> entries.add(decode(value)));
        return entries;
    }

    void append(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<Line> added = new ArrayList<>();
        database.writeDurably(batch -> {
            for (LogEntry entry : entries) {
                long number = next + added.size();
                batch.put(Column.LOG, Key.of('l', number), encode(entry));
                added.add(new Line(number, entry.epoch(), entry.view()));
            }
        });
        lines.addAll(added);
        next += added.size();
    }

    /** Removes entries of this slot and earlier in the batch; {@link #pruned} when it is written. */
    void prune(Pruned prune, Database.Batch batch) throws RocksDBException {
        for (Line line : lines) {
            if (line.isIn(prune)) {
                batch.remove(Column.LOG, Key.of('l', line.number()));
            }
        }
    }

    void pruned(Pruned prune) {
        lines.removeIf(line -> line.isIn(prune));
    }

    private static byte[] encode(LogEntry entry) {
        int size = entry.record().size();
        Invariant.check(size <= ChainStore.MAX_RECORD_BYTES, "log record of %d bytes", size);
        return new RlpWriter(size + 40)
                .beginList()
                .write(entry.epoch())
                .write(entry.view())
                .write(entry.record())
                .endList()
                .toArray();
    }

    private LogEntry decode(byte[] value) {
        try {
            RlpReader in = new RlpReader(value).list();
            return new LogEntry(in.longNumber(), in.longNumber(), in.bytes());
        } catch (RlpException e) {
            throw StorageException.damaged(database.folder(), "an entry of the vote log: " + e.getMessage());
        }
    }
}
