// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/**
 * The log's files, each named by its first leaf, and where each record starts in them. Only whole commits are kept: a write
 * that failed is taken back, and until that has worked nothing more is written.
 *
 * <p>The log's lock is held around every call but {@link #write}, which only the one appending thread makes.
 */
final class Segments implements AutoCloseable {
    private final Path folder;
    private final Disk disk;
    private final long segmentBytes;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private Disk.@org.jspecify.annotations.Nullable Tail tail;
    private boolean isClean = true;
    private long bytes;

    private static final class Segment {
        final Path file;
        long size;
        int count;
        int[] offsets = new int[1024];

        Segment(Path file) {
            this.file = file;
        }

        void add(List<Integer> more, long end) {
            if (count + more.size() > offsets.length) {
                offsets = Arrays.copyOf(offsets, Math.max(count + more.size(), offsets.length + offsets.length / 2));
            }
            for (int offset : more) {
                offsets[count++] = offset;
            }
            size = end;
        }
    }

    Segments(Path folder, Disk disk, long segmentBytes) {
        this.folder = folder;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
    }

    interface Visitor {
        void commit(SegmentScan.Commit commit) throws IOException;
    }

    /**
     * Reads all commits there are, and cuts off what a crash left unfinished.
     *
     * @return the bytes cut off
     */
    long recover(Visitor visitor) throws IOException {
        Files.createDirectories(folder);
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (var files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().matches("[0-9]{16}\\.log"))
                    .forEach(file -> found.put(
                            Long.parseLong(file.getFileName().toString().substring(0, 16)), file));
        }
        long leaves = 0;
        for (Map.Entry<Long, Path> entry : found.entrySet()) {
            if (entry.getKey() != leaves) {
                throw new GatewayException("the log in %s lacks the records from %d to %d; restore the file"
                        .formatted(folder, leaves, entry.getKey() - 1));
            }
            boolean isLast = entry.getKey().equals(found.lastKey());
            leaves += read(entry.getKey(), entry.getValue(), isLast, visitor);
        }
        return found.isEmpty() ? 0 : cut(found.lastEntry().getValue());
    }

    private long read(long first, Path file, boolean isLast, Visitor visitor) throws IOException {
        var segment = new Segment(file);
        segments.put(first, segment);
        IOException[] failed = new IOException[1];
        long end = SegmentScan.walk(file, isLast, commit -> {
            segment.add(commit.offsets(), 0);
            try {
                visitor.commit(commit);
            } catch (IOException cannot) {
                failed[0] = cannot;
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
        segment.size = end;
        bytes += end;
        return segment.count;
    }

    private long cut(Path file) throws IOException {
        long end = segments.lastEntry().getValue().size;
        long torn = Files.size(file) - end;
        tail = disk.open(file);
        if (torn > 0) {
            tail.truncate(end);
        }
        return torn;
    }

    /** Bytes of all whole commits. */
    long bytes() {
        return bytes;
    }

    /** Where in its file the next commit will start, once the file for it is open. */
    long start(long firstLeaf) throws IOException {
        repair();
        if (tail == null || segments.lastEntry().getValue().size >= segmentBytes) {
            Path file = folder.resolve("%016d.log".formatted(firstLeaf));
            Disk.Tail next = disk.open(file);
            if (tail != null) {
                tail.close();
            }
            tail = next;
            segments.put(firstLeaf, new Segment(file));
        }
        return segments.lastEntry().getValue().size;
    }

    /**
     * Writes a commit and returns once it is durable. Readers do not see it before {@link #accept}.
     *
     * @throws IOException if it is not; it is taken back then, at the latest before the next one
     */
    void write(ByteBuffer commit) throws IOException {
        Disk.Tail open = Invariant.present(tail);
        isClean = false;
        open.append(commit);
        open.sync();
        isClean = true;
    }

    /** Counts in the commit that was just written. */
    void accept(List<Integer> offsets, int length) {
        Segment segment = segments.lastEntry().getValue();
        segment.add(offsets, segment.size + length);
        bytes += length;
    }

    /** Takes back what a failed write left behind. */
    private void repair() throws IOException {
        if (!isClean) {
            Invariant.present(tail).truncate(segments.lastEntry().getValue().size);
            isClean = true;
        }
    }

    Bytes leaf(long index) throws IOException {
        Map.Entry<Long, Segment> entry = segments.floorEntry(index);
        Segment segment = entry.getValue();
        int place = (int) (index - entry.getKey());
        Invariant.check(place < segment.count, "leaf %d is not there", index);
        try (FileChannel channel = FileChannel.open(segment.file, StandardOpenOption.READ)) {
            int offset = segment.offsets[place];
            int most = (int) Math.min(LogEntry.HEAD + LogEntry.MAX_BODY, segment.size - offset);
            ByteBuffer entryBytes = ByteBuffer.allocate(most);
            while (entryBytes.hasRemaining() && channel.read(entryBytes, offset + entryBytes.position()) >= 0) {}
            if (LogEntry.at(entryBytes.array(), 0).orElse(null) instanceof LogEntry.Leaf(Bytes record)) {
                return record;
            }
        }
        throw new IOException("record %d in %s is damaged".formatted(index, segment.file));
    }

    @Override
    public void close() throws IOException {
        if (tail != null) {
            tail.close();
        }
    }
}
