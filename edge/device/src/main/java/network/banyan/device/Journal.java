// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * A device's signed records on its own disk: its memory of which sequence number comes next, and the queue of what is not
 * anchored yet. A record that {@link #append} took survives kill -9 and a power cut. Bounded: when it is full it takes
 * nothing more until what is anchored was discarded.
 *
 * <p>Safe for several threads. One process at a time: a second one is refused, for two would sign two histories.
 */
public final class Journal implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;
    private final long maxBytes;
    private final long segmentBytes;
    private final NavigableMap<Long, JournalSegment> segments = new TreeMap<>();
    private Optional<DeviceRecord> last = Optional.empty();
    private boolean torn;
    private boolean failed;
    private long bytes;

    private Journal(Path folder, FileChannel lock, long maxBytes) {
        this.folder = folder;
        this.lock = lock;
        this.maxBytes = maxBytes;
        this.segmentBytes = Math.max(DeviceRecord.MAX_BYTES, Math.min(maxBytes / 8, 4 * 1024 * 1024));
    }

    /** Enough for some 200,000 records of a few readings: two days of one a second. */
    public static final long DEFAULT_BYTES = 64L * 1024 * 1024;

    /** As {@link #open(Path, Hash, long)}, with {@link #DEFAULT_BYTES}. */
    public static Journal open(Path folder, Hash device) {
        return open(folder, device, DEFAULT_BYTES);
    }

    /**
     * Opens a device's journal, or starts one.
     *
     * @param device whose records it holds; a journal of another device is refused
     * @param maxBytes how much disk it may fill, at least 256 KiB
     * @throws DeviceException if the folder cannot be used, another process uses it, or the files are damaged
     */
    public static Journal open(Path folder, Hash device, long maxBytes) {
        Invariant.check(maxBytes >= 256 * 1024, "a journal of %d bytes", maxBytes);
        try {
            Files.createDirectories(folder);
            var journal = new Journal(folder, lock(folder), maxBytes);
            try {
                journal.recover(device);
                return journal;
            } catch (IOException | DeviceException damaged) {
                journal.lock.close();
                throw damaged;
            }
        } catch (IOException cannot) {
            throw new DeviceException(
                    "cannot open the journal in %s: %s".formatted(folder, cannot.getMessage()), cannot);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ours) {
            // Another journal of this very process; the same refusal.
        }
        channel.close();
        throw new DeviceException("the journal in %s is in use; stop the other agent first".formatted(folder));
    }

    private void recover(Hash device) throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(file ->
                    JournalSegment.of(file).ifPresent(segment -> segments.put(segment.firstSequence(), segment)));
        }
        if (segments.isEmpty()) {
            return;
        }
        JournalSegment newest = segments.lastEntry().getValue();
        cutTornTail(newest);
        last = lastOf(newest);
        if (last.isEmpty()) {
            // A crash between making a file and filling it.
            var before = segments.lowerEntry(newest.firstSequence());
            last = before == null ? Optional.empty() : lastOf(before.getValue());
        }
        long expected = last.map(record -> record.sequence() + 1).orElse(1L);
        boolean isEmpty = last.isEmpty() || last.get().sequence() < newest.firstSequence();
        if (isEmpty && newest.firstSequence() != expected) {
            throw new DeviceException("the journal in %s lacks the records before %d; restore the disk"
                    .formatted(folder, newest.firstSequence()));
        }
        if (last.isPresent() && !last.get().device().equals(device)) {
            throw new DeviceException("the journal in %s is of device %s, the key is that of %s; use another folder"
                    .formatted(folder, last.get().device(), device));
        }
        for (JournalSegment segment : segments.values()) {
            bytes += segment.size();
        }
    }

    private void cutTornTail(JournalSegment newest) throws IOException {
        var walk = newest.walk(record -> true);
        if (walk.torn() > 0) {
            newest.truncate(walk.end());
            torn = true;
        }
    }

    private static Optional<DeviceRecord> lastOf(JournalSegment segment) throws IOException {
        var newest = new AtomicReference<Optional<DeviceRecord>>(Optional.empty());
        segment.walk(record -> {
            newest.set(Optional.of(record));
            return true;
        });
        return newest.get();
    }

    /** Keeps the next record; durable once it returns.
     *
     * @throws DeviceException if the disk refused it; the journal then takes nothing more until it is opened again, because
     *     after a failed write nobody knows what the disk holds
     */
    public synchronized void append(DeviceRecord record) {
        Invariant.check(
                record.sequence() == lastSequence() + 1 && record.previous().equals(lastId()),
                "%s does not follow record %d",
                record,
                lastSequence());
        Invariant.check(!isFull(), "the journal is full");
        if (failed) {
            throw new DeviceException("the journal in %s failed before; start the agent again".formatted(folder));
        }
        try {
            failed = true;
            JournalSegment segment = segmentFor(record);
            long before = bytes - (segments.containsKey(segment.firstSequence()) ? segment.size() : 0);
            segment.append(record);
            segments.put(segment.firstSequence(), segment);
            bytes = before + segment.size();
            last = Optional.of(record);
            failed = false;
        } catch (IOException cannot) {
            throw new DeviceException(
                    "cannot write the journal in %s: %s; is the disk full?".formatted(folder, cannot.getMessage()),
                    cannot);
        }
    }

    private JournalSegment segmentFor(DeviceRecord record) throws IOException {
        if (!segments.isEmpty()) {
            JournalSegment newest = segments.lastEntry().getValue();
            if (newest.size() < segmentBytes) {
                return newest;
            }
        }
        return JournalSegment.startingWith(record.sequence(), folder);
    }

    /** Kept records from {@code sequence} on, at most {@code limit}; none if that record is not kept. */
    public synchronized List<DeviceRecord> read(long sequence, int limit) {
        List<DeviceRecord> records = new ArrayList<>();
        var start = segments.floorKey(sequence);
        if (start == null) {
            return records;
        }
        try {
            for (JournalSegment segment : segments.tailMap(start, true).values()) {
                if (records.size() < limit) {
                    segment.walk(record -> {
                        if (record.sequence() >= sequence) {
                            records.add(record);
                        }
                        return records.size() < limit;
                    });
                }
            }
            return records;
        } catch (IOException cannot) {
            throw new DeviceException(
                    "cannot read the journal in %s: %s".formatted(folder, cannot.getMessage()), cannot);
        }
    }

    /** Frees the disk of files whose records all have a number up to {@code sequence}. The newest record always stays. */
    public synchronized void discardThrough(long sequence) {
        while (segments.size() > 1) {
            JournalSegment oldest = segments.firstEntry().getValue();
            long next = segments.higherKey(oldest.firstSequence());
            if (next - 1 > sequence || lastSequence() < next) {
                return;
            }
            try {
                bytes -= oldest.size();
                Files.delete(oldest.file());
            } catch (IOException cannot) {
                throw new DeviceException("cannot delete %s: %s".formatted(oldest.file(), cannot.getMessage()), cannot);
            }
            segments.remove(oldest.firstSequence());
        }
    }

    /** The newest record's number; 0 if there is none. */
    public synchronized long lastSequence() {
        return last.map(DeviceRecord::sequence).orElse(0L);
    }

    /** The newest record's name; zero if there is none. */
    public synchronized Hash lastId() {
        return last.map(DeviceRecord::id).orElse(Hash.ZERO);
    }

    /** The oldest kept record's number; 1 if there is none. */
    public synchronized long firstSequence() {
        return segments.isEmpty() ? 1 : segments.firstKey();
    }

    public synchronized boolean isFull() {
        return bytes + DeviceRecord.MAX_BYTES > maxBytes;
    }

    /**
     * Whether opening it cut off an unfinished entry. A crash leaves one that nobody ever saw; but a damaged disk looks the
     * same, so before the number is used again the node should be asked whether it knows it.
     */
    public synchronized boolean wasTorn() {
        return torn;
    }

    @Override
    public synchronized void close() {
        try {
            failed = true;
            lock.close();
        } catch (IOException alreadyGone) {
            // The lock ends with the process at the latest.
        }
    }
}
