// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import network.banyan.device.DeviceException;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.log.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.sdk.WholeFiles;

/**
 * The gateway's receipts for this device's records, verified before they come here: what lets a record leave the queue.
 * Durable when {@link #keep} returns. Bounded: the oldest files go when there are too many.
 *
 * <p>Files {@code receipts-<number of the first record, 16 digits>.log} of entries: length of the body (4 bytes), CRC-32C
 * of the body (4), body: the record's number (8) and the receipt; numbers are big-endian. What a crash left unfinished at
 * the end is cut off; its record is sent again, and its receipt comes again.
 */
public final class ReceiptStore {
    private static final Pattern NAME = Pattern.compile("receipts-([0-9]{16})\\.log");
    private static final int HEAD = 8;
    private static final int NUMBER = 8;

    private final Path folder;
    private final int segmentBytes;
    private final int segmentsMax;
    private final NavigableSet<Long> segments = new TreeSet<>();
    private long through;

    /** @param sequence the record's number */
    public record Kept(long sequence, Receipt receipt) {}

    private ReceiptStore(Path folder, int segmentBytes, int segmentsMax) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.segmentsMax = segmentsMax;
    }

    /**
     * Opens what is in the folder, or starts it; 64 MiB at most.
     *
     * @throws DeviceException if the folder cannot be used
     */
    public static ReceiptStore open(Path folder) {
        return open(folder, 4 << 20, 16);
    }

    static ReceiptStore open(Path folder, int segmentBytes, int segmentsMax) {
        var store = new ReceiptStore(folder, segmentBytes, segmentsMax);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Matcher name = NAME.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        store.segments.add(Long.parseLong(name.group(1)));
                    }
                }
            }
            store.recover();
            return store;
        } catch (IOException cannot) {
            throw store.problem("used", cannot);
        }
    }

    private DeviceException problem(String what, IOException cannot) {
        return new DeviceException(
                "the receipts in %s cannot be %s: %s".formatted(folder, what, cannot.getMessage()), cannot);
    }

    private void recover() throws IOException {
        while (!segments.isEmpty()) {
            long newest = segments.last();
            Path file = file(newest);
            List<Kept> whole = new ArrayList<>();
            long end = walk(file, whole);
            if (end < Files.size(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(end);
                    channel.force(true);
                }
            }
            if (!whole.isEmpty()) {
                through = whole.getLast().sequence();
                return;
            }
            Files.delete(file);
            segments.remove(newest);
        }
    }

    /** Reads entries until the first that is not whole; returns where that begins. */
    private static long walk(Path file, List<Kept> into) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        while (in.remaining() >= HEAD + NUMBER) {
            int start = in.position();
            int length = in.getInt();
            int checksum = in.getInt();
            if (length <= NUMBER || length > NUMBER + Receipt.MAX_BYTES || length > in.remaining()) {
                return start;
            }
            byte[] body = new byte[length];
            in.get(body);
            try {
                if (checksum(body) != checksum) {
                    return start;
                }
                into.add(new Kept(
                        ByteBuffer.wrap(body).getLong(),
                        Receipt.decode(Bytes.wrap(java.util.Arrays.copyOfRange(body, NUMBER, length)))));
            } catch (EvidenceFormatException notAReceipt) {
                return start;
            }
        }
        return in.position();
    }

    /** The last record that has a kept receipt; 0 if none has. */
    public synchronized long through() {
        return through;
    }

    /**
     * Keeps receipts of the records that follow {@link #through}, all with one sync.
     *
     * @throws DeviceException if the disk refuses
     */
    public synchronized void keep(List<Kept> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        int size = 0;
        List<byte[]> bodies = new ArrayList<>();
        long last = through;
        for (Kept kept : receipts) {
            Invariant.check(kept.sequence() > last, "a receipt of record %d after %d", kept.sequence(), last);
            last = kept.sequence();
            byte[] receipt = kept.receipt().encode().toArray();
            bodies.add(ByteBuffer.allocate(NUMBER + receipt.length)
                    .putLong(last)
                    .put(receipt)
                    .array());
            size += HEAD + NUMBER + receipt.length;
        }
        ByteBuffer entries = ByteBuffer.allocate(size);
        bodies.forEach(
                body -> entries.putInt(body.length).putInt(checksum(body)).put(body));
        try {
            append(receipts.getFirst().sequence(), entries.flip());
            through = last;
        } catch (IOException full) {
            throw problem("kept", full);
        }
    }

    private void append(long first, ByteBuffer entries) throws IOException {
        boolean isNew = segments.isEmpty() || Files.size(file(segments.last())) >= segmentBytes;
        Path file = file(isNew ? first : segments.last());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // What a failed write left behind is overwritten, not stepped over.
            long start = channel.size();
            try {
                for (long at = start; entries.hasRemaining(); ) {
                    at += channel.write(entries, at);
                }
                channel.force(true);
            } catch (IOException failed) {
                channel.truncate(start);
                throw failed;
            }
        }
        if (isNew) {
            segments.add(first);
            WholeFiles.syncFolder(folder);
            while (segments.size() > segmentsMax) {
                Files.deleteIfExists(file(segments.pollFirst()));
            }
        }
    }

    /** The receipt of a record; empty if there is none, or it was so long ago that it is not kept any more. */
    public synchronized Optional<Receipt> find(long sequence) {
        Long segment = segments.floor(sequence);
        if (segment == null) {
            return Optional.empty();
        }
        List<Kept> entries = new ArrayList<>();
        try {
            walk(file(segment), entries);
        } catch (IOException unreadable) {
            throw problem("read", unreadable);
        }
        return entries.stream()
                .filter(kept -> kept.sequence() == sequence)
                .map(Kept::receipt)
                .findFirst();
    }

    private Path file(long first) {
        return folder.resolve("receipts-%016d.log".formatted(first));
    }

    private static int checksum(byte[] body) {
        var crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }
}
