// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.primitives.Bytes;

/**
 * An entry of a segment: length of the body (4 bytes), CRC-32C over kind and body (4), kind (1), body. Numbers are
 * big-endian.
 */
sealed interface LogEntry {
    int HEAD = 9;

    /** Before the body of the entry that ends a commit: magic and start. */
    int COMMIT_HEAD = 16;

    int MAX_BODY = DeviceRecord.MAX_BYTES;
    byte RECORD = 1;
    byte COMMIT = 2;
    byte[] MAGIC = "BANYANCM".getBytes(StandardCharsets.US_ASCII);

    /** A leaf of the log. */
    record Leaf(Bytes record) implements LogEntry {}

    /**
     * The end of a commit.
     *
     * @param start offset in the file where the commit began
     */
    record Commit(long start, LogCheckpoint checkpoint) implements LogEntry {}

    /** The body's bytes with their head in front. */
    default ByteBuffer encode() {
        return switch (this) {
            case Leaf(Bytes record) -> framed(RECORD, record.unsafeArray());
            case Commit(long start, LogCheckpoint checkpoint) -> {
                byte[] encoded = checkpoint.encode().unsafeArray();
                ByteBuffer body = ByteBuffer.allocate(COMMIT_HEAD + encoded.length);
                body.put(MAGIC).putLong(start).put(encoded);
                yield framed(COMMIT, body.array());
            }
        };
    }

    private static ByteBuffer framed(byte kind, byte[] body) {
        return ByteBuffer.allocate(HEAD + body.length)
                .putInt(body.length)
                .putInt(checksum(kind, body, 0, body.length))
                .put(kind)
                .put(body)
                .flip();
    }

    /** The entry at an offset; empty if there is no whole one. */
    static Optional<LogEntry> at(byte[] file, int offset) {
        if (file.length - offset < HEAD) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(file, offset, HEAD);
        int length = head.getInt();
        int checksum = head.getInt();
        byte kind = head.get();
        int start = offset + HEAD;
        if (length < 1
                || length > MAX_BODY
                || length > file.length - start
                || checksum(kind, file, start, length) != checksum) {
            return Optional.empty();
        }
        Bytes body = Bytes.copyOf(java.util.Arrays.copyOfRange(file, start, start + length));
        return switch (kind) {
            case RECORD -> Optional.of(new Leaf(body));
            case COMMIT -> commit(body);
            default -> Optional.empty();
        };
    }

    private static Optional<LogEntry> commit(Bytes body) {
        ByteBuffer in = ByteBuffer.wrap(body.unsafeArray());
        if (body.size() < COMMIT_HEAD || !body.slice(0, MAGIC.length).equals(Bytes.wrap(MAGIC))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Commit(in.getLong(MAGIC.length), LogCheckpoint.decode(body.slice(COMMIT_HEAD, body.size()))));
        } catch (EvidenceFormatException noCheckpoint) {
            return Optional.empty();
        }
    }

    /** Bytes that an entry takes in the file. */
    default int size() {
        return HEAD
                + switch (this) {
                    case Leaf(Bytes record) -> record.size();
                    case Commit commit ->
                        COMMIT_HEAD + commit.checkpoint().encode().size();
                };
    }

    private static int checksum(byte kind, byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(kind);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
