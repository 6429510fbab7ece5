// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.WholeFiles;

/**
 * One file of the journal: entries of length (4 bytes), CRC-32C of the record (4), record; numbers are big-endian. The
 * file's name says the sequence number it starts with.
 */
final class JournalSegment {
    private static final int HEAD = 8;
    private static final int MAX_ENTRY = HEAD + DeviceRecord.MAX_BYTES;

    private final Path file;
    private final long firstSequence;

    private JournalSegment(Path file, long firstSequence) {
        this.file = file;
        this.firstSequence = firstSequence;
    }

    static JournalSegment startingWith(long firstSequence, Path folder) {
        return new JournalSegment(folder.resolve("records-%016d.log".formatted(firstSequence)), firstSequence);
    }

    /** The segment that a file is; empty if its name is another file's. */
    static Optional<JournalSegment> of(Path file) {
        String name = file.getFileName().toString();
        return name.matches("records-[0-9]{16}\\.log")
                ? Optional.of(new JournalSegment(file, Long.parseLong(name.substring(8, 24))))
                : Optional.empty();
    }

    long firstSequence() {
        return firstSequence;
    }

    Path file() {
        return file;
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** Adds a record and returns once it is durable. */
    void append(DeviceRecord record) throws IOException {
        byte[] content = record.encoded().unsafeArray();
        ByteBuffer entry = ByteBuffer.allocate(HEAD + content.length);
        entry.putInt(content.length).putInt(checksum(content)).put(content).flip();
        boolean isNew = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            while (entry.hasRemaining()) {
                channel.write(entry);
            }
            channel.force(true);
        }
        if (isNew) {
            WholeFiles.syncFolder(WholeFiles.folderOf(file));
        }
    }

    /** What a walk through the file does with each record; false ends the walk. */
    interface Visitor {
        boolean visit(DeviceRecord record);
    }

    /**
     * @param end where the last whole entry ends
     * @param torn bytes of an entry after it that was never finished, and so was never shown to anyone
     */
    record Walk(long end, long torn) {}

    /**
     * Walks through the records from the first on.
     *
     * @throws DeviceException if the file is damaged in a way that a crash does not explain
     */
    Walk walk(Visitor visitor) throws IOException {
        byte[] all = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(all);
        long expected = firstSequence;
        while (buffer.remaining() >= HEAD) {
            int start = buffer.position();
            int length = buffer.getInt();
            int checksum = buffer.getInt();
            if (length < 1 || length > DeviceRecord.MAX_BYTES || length > buffer.remaining()) {
                return torn(start, all.length);
            }
            byte[] content = new byte[length];
            buffer.get(content);
            if (checksum(content) != checksum) {
                return torn(start, all.length);
            }
            if (!visitor.visit(record(content, expected++))) {
                return new Walk(buffer.position(), 0);
            }
        }
        return buffer.hasRemaining() ? torn(buffer.position(), all.length) : new Walk(all.length, 0);
    }

    /** Each entry is durable before the next is begun: a crash can only ever leave one unfinished, at the end. */
    private Walk torn(int start, int size) {
        if (size - start > MAX_ENTRY) {
            throw new DeviceException(
                    "the journal %s is damaged at byte %d; restore the disk, or give the device a new key and journal"
                            .formatted(file, start));
        }
        return new Walk(start, size - start);
    }

    void truncate(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    private DeviceRecord record(byte[] content, long expected) {
        try {
            DeviceRecord record = DeviceRecord.decode(Bytes.wrap(content));
            if (record.sequence() == expected) {
                return record;
            }
            throw new DeviceException(
                    "the journal %s holds record %d where %d belongs".formatted(file, record.sequence(), expected));
        } catch (EvidenceFormatException notARecord) {
            throw new DeviceException(
                    "the journal %s holds something else than records: %s".formatted(file, notARecord.getMessage()));
        }
    }

    private static int checksum(byte[] content) {
        var crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
