// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongConsumer;
import network.banyan.evidence.RecordStore;
import network.banyan.replica.ChainSeed;
import network.banyan.replica.ChainStore;
import network.banyan.state.FrozenState;

/** All that a node keeps on disk: one folder, one database, one process at a time. Safe for any number of readers. */
public final class NodeStorage implements AutoCloseable {
    /** Enough for a small device; a validator of a busy chain gains from more. */
    public static final int DEFAULT_MEMORY_MIB = 64;

    private static final int FORMAT = 1;
    private static final byte[] FORMAT_KEY = {'f'};

    private final Database database;
    private final ChainStore chain;
    private final RecordStore records;

    private NodeStorage(Database database) {
        this.database = database;
        this.chain = new RocksChainStore(database);
        this.records = new RocksRecordStore(database);
    }

    /**
     * Opens the database, and makes it if there is none.
     *
     * @param folder owned by the database alone
     * @param memoryMib for caches and write buffers together, in MiB; at least 16
     * @throws StorageException if the folder is in use, damaged, or cannot be written
     */
    public static NodeStorage open(Path folder, int memoryMib) {
        return opened(folder, memoryMib, database -> {
            if (database.get(Column.META, RocksChainSeed.AIM) != null) {
                throw new StorageException(
                        ("The database in %s is only part of a snapshot. Finish it with the `banyan snapshot restore` that"
                                        + " began it, or move the folder away.")
                                .formatted(folder));
            }
            return new NodeStorage(database);
        });
    }

    /**
     * Opens a folder to put a chain together from a snapshot, or to go on with that; makes it if there is none.
     *
     * @throws StorageException as {@link #open}, and if there is a chain in it
     */
    public static ChainSeed openSeed(Path folder, int memoryMib) {
        return opened(folder, memoryMib, database -> {
            if (database.get(Column.META, RocksChainStore.HEIGHT) != null) {
                throw new StorageException(
                        "There is a chain in %s already. To begin with a snapshot, move the folder away first."
                                .formatted(folder));
            }
            return new RocksChainSeed(database);
        });
    }

    private static <T> T opened(Path folder, int memoryMib, Function<Database, T> use) {
        if (memoryMib < 16) {
            throw new StorageException("A database needs 16 MiB of memory, not " + memoryMib + ".");
        }
        Database database = Database.open(folder, memoryMib);
        try {
            checkFormat(database);
            return use.apply(database);
        } catch (RuntimeException refused) {
            database.close();
            throw refused;
        }
    }

    public ChainStore chain() {
        return chain;
    }

    /** The final state as it is now, for as long as somebody wants it so. */
    public FrozenState freezeState() {
        return database.freeze(Column.STATE);
    }

    /**
     * Tells from now on how long each write took that had to be on the disk before it counted.
     *
     * @param nanos called by whoever writes; must be quick
     */
    public void timeSyncs(LongConsumer nanos) {
        database.timeSyncs(nanos);
    }

    /** Bytes that the database's caches and write buffers hold. */
    public long cacheBytes() {
        return database.cacheBytes();
    }

    public RecordStore records() {
        return records;
    }

    /**
     * Reads every byte on disk and compares its checksum.
     *
     * @throws StorageException if one is not as it was written
     */
    public void verifyChecksums() {
        database.verifyChecksums();
    }

    /** Waits for calls under way; may be called twice. Later calls to the stores are a {@link StorageException}. */
    @Override
    public void close() {
        database.close();
    }

    private static void checkFormat(Database database) {
        byte[] format = database.get(Column.META, FORMAT_KEY);
        if (format == null) {
            database.writeDurably(batch -> batch.put(Column.META, FORMAT_KEY, new byte[] {FORMAT}));
        } else if (format.length != 1 || format[0] != FORMAT) {
            throw new StorageException(
                    ("The database in %s was written by another version of this program (format %d, not %d). Run that"
                                    + " version, or move the folder away and let the node sync again.")
                            .formatted(database.folder(), format[0], FORMAT));
        }
    }
}
