// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.nio.file.Path;
import network.banyan.evidence.RecordStore;
import network.banyan.replica.ChainStore;

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
        if (memoryMib < 16) {
            throw new StorageException("A database needs 16 MiB of memory, not " + memoryMib + ".");
        }
        Database database = Database.open(folder, memoryMib);
        try {
            checkFormat(database);
            return new NodeStorage(database);
        } catch (RuntimeException refused) {
            database.close();
            throw refused;
        }
    }

    public ChainStore chain() {
        return chain;
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
