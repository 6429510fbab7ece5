// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.banyan.crypto.MerkleNodes;
import network.banyan.evidence.log.LogTile;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The log's hashes: a file of full tiles for each level, the tiles that still grow in memory, and those used last in a
 * cache. The files hold nothing that does not follow from the records, so they are neither synced nor believed after a
 * restart.
 *
 * <p>One thread at a time; the log's lock is held around every call.
 */
final class TreeStore implements MerkleNodes, AutoCloseable {
    private static final int CACHED_TILES = 512;

    private final Path folder;
    private final List<FileChannel> files = new ArrayList<>();
    private final List<TreeTile> growing = new ArrayList<>();
    private final Map<Place, TreeTile> cache = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, TreeTile> eldest) {
            return size() > CACHED_TILES;
        }
    };
    private long size;

    private record Place(int level, long index) {}

    TreeStore(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder;
    }

    long size() {
        return size;
    }

    void add(Hash leafHash) throws IOException {
        Hash hash = leafHash;
        for (int level = 0; ; level++) {
            if (level == growing.size()) {
                growing.add(new TreeTile());
            }
            TreeTile tile = growing.get(level);
            tile.add(hash);
            if (!tile.isFull()) {
                break;
            }
            long index = ((size + 1) >>> (LogTile.HEIGHT * (level + 1))) - 1;
            ByteBuffer encoded = ByteBuffer.wrap(tile.encode());
            for (long at = index * TreeTile.BYTES; encoded.hasRemaining(); ) {
                at += file(level).write(encoded, at);
            }
            cache.put(new Place(level, index), tile);
            growing.set(level, new TreeTile());
            hash = tile.top();
        }
        size++;
    }

    /** Forgets the leaves behind the first {@code to}: they did not become durable. */
    void truncate(long to) {
        Invariant.check(to <= size, "truncate %d to %d", size, to);
        for (int level = 0; level < growing.size(); level++) {
            long hashes = LogTile.hashes(level, to);
            long index = hashes / LogTile.WIDTH;
            boolean isGrowing = index == LogTile.hashes(level, size) / LogTile.WIDTH;
            TreeTile tile = isGrowing ? growing.get(level) : tile(level, index);
            growing.set(level, tile.prefix((int) (hashes % LogTile.WIDTH)));
        }
        cache.keySet().removeIf(place -> place.index() >= LogTile.hashes(place.level(), to) / LogTile.WIDTH);
        size = to;
    }

    @Override
    public Hash node(int level, long index) {
        int tileLevel = level / LogTile.HEIGHT;
        int height = level % LogTile.HEIGHT;
        long first = index << height;
        return tile(tileLevel, first / LogTile.WIDTH).node(height, (int) (first % LogTile.WIDTH) >>> height);
    }

    /** A tile's bytes as others read them. */
    byte[] read(LogTile tile) {
        return tile(tile.level(), tile.index()).prefix(tile.width()).encode();
    }

    private TreeTile tile(int level, long index) {
        if (index == LogTile.hashes(level, size) / LogTile.WIDTH) {
            return growing.get(level);
        }
        TreeTile cached = cache.get(new Place(level, index));
        if (cached != null) {
            return cached;
        }
        try {
            ByteBuffer encoded = ByteBuffer.allocate(TreeTile.BYTES);
            for (long at = index * TreeTile.BYTES; encoded.hasRemaining(); ) {
                int read = file(level).read(encoded, at);
                if (read < 0) {
                    throw new IOException("tile %d of level %d is missing".formatted(index, level));
                }
                at += read;
            }
            TreeTile tile = TreeTile.of(encoded.array());
            cache.put(new Place(level, index), tile);
            return tile;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private FileChannel file(int level) throws IOException {
        while (files.size() <= level) {
            files.add(FileChannel.open(
                    folder.resolve("level-" + files.size()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        }
        return files.get(level);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
