// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB's settings, all drawing on one budget: blocks, indexes and filters live in one cache, and what waits in write
 * buffers is charged to that cache too. Not in it: about 256 open files, and what a running compaction holds.
 */
final class DatabaseMemory implements AutoCloseable {
    private static final int OPEN_FILES = 256;
    private static final int ARENA_BYTES = 64 << 10;
    private static final long LOG_BYTES_MAX = 64L << 20;
    private static final int FILTER_BITS = 10;
    private static final int SHARD_BITS = 2;

    private final LRUCache cache;
    private final WriteBufferManager buffers;
    private final BloomFilter filter = new BloomFilter(FILTER_BITS);
    private final DBOptions database;
    private final ColumnFamilyOptions column;

    DatabaseMemory(int memoryMib) {
        long total = (long) memoryMib << 20;
        cache = new LRUCache(total, SHARD_BITS);
        buffers = new WriteBufferManager(total / 4, cache);
        database = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(LOG_BYTES_MAX)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
        column = new ColumnFamilyOptions()
                .setWriteBufferSize(total / 8)
                .setArenaBlockSize(ARENA_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFilterPolicy(filter));
    }

    /** Bytes in the cache, write buffers among them. */
    long used() {
        return cache.getUsage();
    }

    DBOptions databaseOptions() {
        return database;
    }

    ColumnFamilyOptions columnOptions() {
        return column;
    }

    @Override
    public void close() {
        database.close();
        column.close();
        buffers.close();
        filter.close();
        cache.close();
    }
}
