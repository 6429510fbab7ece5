// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import network.banyan.primitives.Bytes;
import network.banyan.state.FrozenState;
import network.banyan.state.StateException;
import network.banyan.state.StateStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB, opened with bounded memory, whose handles cannot be used after it was closed: every use holds the gate that
 * {@link #close} takes for itself, because a late call into freed native memory would end the process.
 */
final class Database implements AutoCloseable {
    /** After every key there is: those begin with a letter. */
    private static final byte[] PAST_ALL = {(byte) 0xff};

    private final Path folder;
    private final DatabaseMemory memory;
    private final RocksDB rocks;
    private final Map<Column, ColumnFamilyHandle> columns;
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final WriteOptions eventual = new WriteOptions().setSync(false);
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private volatile LongConsumer syncNanos = _ -> {};
    private boolean closed;

    private Database(Path folder, DatabaseMemory memory, RocksDB rocks, Map<Column, ColumnFamilyHandle> columns) {
        this.folder = folder;
        this.memory = memory;
        this.rocks = rocks;
        this.columns = columns;
    }

    /**
     * @throws StorageException if the folder cannot be used, or another process has it
     */
    static Database open(Path folder, int memoryMib) {
        try {
            Files.createDirectories(folder);
        } catch (IOException cause) {
            throw new StorageException(
                    "The folder %s cannot be made (%s). Check its owner, its permissions and its mount."
                            .formatted(folder, cause),
                    cause);
        }
        loadLibrary();
        var memory = new DatabaseMemory(memoryMib);
        List<ColumnFamilyDescriptor> descriptors = Arrays.stream(Column.values())
                .map(column -> new ColumnFamilyDescriptor(column.title(), memory.columnOptions()))
                .toList();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB rocks = RocksDB.open(memory.databaseOptions(), folder.toString(), descriptors, handles);
            Map<Column, ColumnFamilyHandle> columns = new EnumMap<>(Column.class);
            Iterator<ColumnFamilyHandle> opened = handles.iterator(); // in the order of the descriptors
            for (Column column : Column.values()) {
                columns.put(column, opened.next());
            }
            return new Database(folder, memory, rocks, columns);
        } catch (RocksDBException cause) {
            memory.close();
            throw StorageException.of(folder, cause);
        }
    }

    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | UnsatisfiedLinkError cause) {
            throw new StorageException(
                    ("RocksDB's native library cannot be loaded (%s). It is unpacked into %s, which must allow programs to"
                                    + " run.")
                            .formatted(cause.getMessage(), System.getProperty("java.io.tmpdir")),
                    cause);
        }
    }

    Path folder() {
        return folder;
    }

    byte @Nullable [] get(Column column, byte[] key) {
        return guarded(() -> rocks.get(handle(column), key));
    }

    /** Visits entries in key order from a key on, as long as they have the prefix and the visitor says so. */
    void scan(Column column, byte[] prefix, byte[] from, Visitor visitor) {
        guarded(() -> {
            try (RocksIterator iterator = rocks.newIterator(handle(column))) {
                iterator.seek(from);
                while (iterator.isValid()
                        && startsWith(iterator.key(), prefix)
                        && visitor.visit(iterator.key(), iterator.value())) {
                    iterator.next();
                }
                iterator.status();
            }
            return true;
        });
    }

    /** Visits entries in falling key order from a key on, as long as they have the prefix and the visitor says so. */
    void scanBack(Column column, byte[] prefix, byte[] from, Visitor visitor) {
        guarded(() -> {
            try (RocksIterator iterator = rocks.newIterator(handle(column))) {
                iterator.seekForPrev(from);
                while (iterator.isValid()
                        && startsWith(iterator.key(), prefix)
                        && visitor.visit(iterator.key(), iterator.value())) {
                    iterator.prev();
                }
                iterator.status();
            }
            return true;
        });
    }

    /** A column as it is now; what is overwritten later stays on disk until it is let go. */
    FrozenState freeze(Column column) {
        return guarded(() -> new Frozen(handle(column), rocks.getSnapshot()));
    }

    private final class Frozen implements FrozenState {
        private final ColumnFamilyHandle column;
        private final Snapshot snapshot;
        private final ReadOptions asThen;
        private final ReentrantReadWriteLock own = new ReentrantReadWriteLock();
        private boolean released;

        Frozen(ColumnFamilyHandle column, Snapshot snapshot) {
            this.column = column;
            this.snapshot = snapshot;
            this.asThen = new ReadOptions().setSnapshot(snapshot);
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return held(() -> rocks.get(column, asThen, key));
        }

        @Override
        public void scan(byte[] prefix, byte[] from, StateStore.Visitor visitor) {
            held(() -> {
                try (RocksIterator iterator = rocks.newIterator(column, asThen)) {
                    iterator.seek(from);
                    while (iterator.isValid()
                            && startsWith(iterator.key(), prefix)
                            && visitor.visit(Bytes.wrap(iterator.key()), Bytes.wrap(iterator.value()))) {
                        iterator.next();
                    }
                    iterator.status();
                }
                return true;
            });
        }

        private <T extends @Nullable Object> T held(Use<T> use) {
            own.readLock().lock();
            try {
                if (released) {
                    throw new StateException("this snapshot is no longer held");
                }
                return guarded(use);
            } finally {
                own.readLock().unlock();
            }
        }

        /** Native memory goes once, and never after the database that it belongs to. */
        @Override
        public void close() {
            own.writeLock().lock();
            gate.readLock().lock();
            try {
                if (!released && !closed) {
                    asThen.close();
                    rocks.releaseSnapshot(snapshot);
                }
                released = true;
            } finally {
                gate.readLock().unlock();
                own.writeLock().unlock();
            }
        }
    }

    /** Removes all there is in some columns. */
    void clear(List<Column> cleared) {
        guarded(() -> {
            for (Column column : cleared) {
                rocks.deleteRange(handle(column), new byte[0], PAST_ALL);
            }
            return true;
        });
    }

    /** Reads every byte of every file and compares its checksum. */
    void verifyChecksums() {
        guarded(() -> {
            rocks.verifyChecksum();
            return true;
        });
    }

    interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    /** Writes all or nothing; after a crash it is there if the call had returned. */
    void writeDurably(Change change) {
        long start = System.nanoTime();
        write(change, durable);
        syncNanos.accept(System.nanoTime() - start);
    }

    /** Tells from now on how long each durable write took. */
    void timeSyncs(LongConsumer nanos) {
        syncNanos = nanos;
    }

    /** Memory that the database's caches and write buffers hold. */
    long cacheBytes() {
        return guarded(memory::used);
    }

    /** Writes all or nothing; a power cut may take it back, together with what was written after it. */
    void writeEventually(Change change) {
        write(change, eventual);
    }

    interface Change {
        void fill(Batch batch) throws RocksDBException;
    }

    /** Writes that belong together. */
    final class Batch {
        private final WriteBatch rocksBatch;

        private Batch(WriteBatch rocksBatch) {
            this.rocksBatch = rocksBatch;
        }

        void put(Column column, byte[] key, byte[] value) throws RocksDBException {
            rocksBatch.put(handle(column), key, value);
        }

        void remove(Column column, byte[] key) throws RocksDBException {
            rocksBatch.delete(handle(column), key);
        }
    }

    private void write(Change change, WriteOptions options) {
        guarded(() -> {
            try (var batch = new WriteBatch()) {
                change.fill(new Batch(batch));
                rocks.write(options, batch);
            }
            return true;
        });
    }

    /** Closes once; calls under way are waited for, later ones are refused. */
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                columns.values().forEach(ColumnFamilyHandle::close);
                rocks.close();
                durable.close();
                eventual.close();
                memory.close();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    private interface Use<T extends @Nullable Object> {
        T run() throws RocksDBException;
    }

    private <T extends @Nullable Object> T guarded(Use<T> use) {
        gate.readLock().lock();
        try {
            if (closed) {
                throw StorageException.closed(folder);
            }
            return use.run();
        } catch (RocksDBException cause) {
            throw StorageException.of(folder, cause);
        } finally {
            gate.readLock().unlock();
        }
    }

    private ColumnFamilyHandle handle(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
