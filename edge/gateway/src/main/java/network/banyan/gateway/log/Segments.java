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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's files, each named by its first leaf, and where each record starts in them. Only whole commits are kept: a write
 * that failed is taken back, and until that has worked nothing more is written.
 */
final class Segments implements CommitStore {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Path folder;
    private final Disk disk;
    private final long segmentBytes;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private Disk.@org.jspecify.annotations.Nullable Tail tail;
    private boolean isClean = true;
    private long bytes;
    private final AtomicLong failures = new AtomicLong();
    private volatile Optional<String> problem = Optional.empty();

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

    /** Reads all commits there are, and cuts off what a crash left unfinished. */
    @Override
    public synchronized void recover(Visitor visitor) throws IOException {
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
        if (!found.isEmpty()) {
            cut(found.lastEntry().getValue());
        }
    }

    private long read(long first, Path file, boolean isLast, Visitor visitor) throws IOException {
        var segment = new Segment(file);
        segments.put(first, segment);
        IOException[] failed = new IOException[1];
        long end = SegmentScan.walk(file, isLast, commit -> {
            segment.add(commit.offsets(), 0);
            try {
                visitor.commit(commit.records(), commit.checkpoint());
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

    private void cut(Path file) throws IOException {
        long end = segments.lastEntry().getValue().size;
        long torn = Files.size(file) - end;
        tail = disk.open(file);
        if (torn > 0) {
            tail.truncate(end);
            LOG.warn("cut {} bytes of an unfinished commit off the log; nothing of it was acknowledged", torn);
        }
    }

    @Override
    public synchronized long bytes() {
        return bytes;
    }

    /** In the file for it, which is open then. */
    @Override
    public synchronized long start(long firstLeaf) throws IOException {
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

    @Override
    public void write(ByteBuffer commit) throws IOException {
        Disk.Tail open = Invariant.present(tail);
        isClean = false;
        try {
            open.append(commit);
            open.sync();
        } catch (IOException cannot) {
            failures.incrementAndGet();
            problem = Optional.of(String.valueOf(cannot.getMessage()));
            throw cannot;
        }
        isClean = true;
        problem = Optional.empty();
    }

    @Override
    public synchronized void accept(List<Integer> offsets, int length) {
        Segment segment = segments.lastEntry().getValue();
        segment.add(offsets, segment.size + length);
        bytes += length;
    }

    /** Takes back what a failed write left behind, so it never turns out to be durable. */
    @Override
    public synchronized boolean settle() throws IOException {
        if (!isClean) {
            Invariant.present(tail).truncate(segments.lastEntry().getValue().size);
            isClean = true;
        }
        return false;
    }

    private record Place(Path file, int offset, int most) {}

    private synchronized Place place(long index) {
        Map.Entry<Long, Segment> entry = segments.floorEntry(index);
        Segment segment = entry.getValue();
        int number = (int) (index - entry.getKey());
        Invariant.check(number < segment.count, "leaf %d is not there", index);
        int offset = segment.offsets[number];
        int most = (int) Math.min(LogEntry.HEAD + LogEntry.MAX_BODY, segment.size - offset);
        return new Place(segment.file, offset, most);
    }

    @Override
    public Bytes leaf(long index) throws IOException {
        Place place = place(index);
        try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            ByteBuffer entryBytes = ByteBuffer.allocate(place.most());
            while (entryBytes.hasRemaining()
                    && channel.read(entryBytes, place.offset() + entryBytes.position()) >= 0) {}
            if (LogEntry.at(entryBytes.array(), 0).orElse(null) instanceof LogEntry.Leaf(Bytes record)) {
                return record;
            }
        }
        throw new IOException("record %d in %s is damaged".formatted(index, place.file()));
    }

    @Override
    public String medium() {
        return "disk";
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public Standing standing() {
        return new Standing(failures.get(), problem);
    }

    @Override
    public synchronized void close() throws IOException {
        if (tail != null) {
            tail.close();
        }
    }
}
