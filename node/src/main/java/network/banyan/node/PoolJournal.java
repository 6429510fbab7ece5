// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waiting transactions that this node's own clients gave it, over restarts. Each is with the operating system before
 * its client hears that it was accepted, so a killed process loses none; it is on the disk a second later, so a machine
 * that loses power may lose the last second's. Bounded; safe for any thread.
 *
 * <p>The file is a run of entries: length (4 bytes, big-endian), CRC-32C of the rest (4 bytes), transaction. It ends at the
 * first entry that is not whole. A journal that cannot be written is told of once, and the node goes on without.
 */
final class PoolJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolJournal.class);
    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES_MAX = 1 << 20;
    /** Below this a rewrite saves nothing. */
    private static final long SMALL_BYTES = 64 << 10;

    private final Path file;
    private final long bytesMax;
    private final List<Transaction> recovered;
    /** What is in the file and, as far as known, still waits. */
    private final Map<Hash, Transaction> entries = new LinkedHashMap<>();

    /** No channel: that would close if a client's thread were interrupted while it writes. */
    private FileOutputStream out;

    private long bytes;
    private boolean dirty;
    private boolean broken;

    /**
     * Reads what a former run left.
     *
     * @param bytesMax of the file; beyond it new transactions are not kept
     * @throws UserError if the file cannot be read or written
     */
    PoolJournal(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
        try {
            this.recovered = read(file, bytesMax);
            this.out = rewrite(recovered);
        } catch (IOException failed) {
            throw new UserError(
                    "The journal of waiting transactions %s cannot be used: %s. Delete it, or make its folder writable."
                            .formatted(file, UserError.why(failed)),
                    failed);
        }
    }

    /** In the order in which they came. */
    List<Transaction> recovered() {
        return recovered;
    }

    /** Keeps a transaction, unless there is no room. */
    synchronized void add(Transaction transaction) {
        byte[] entry = entry(transaction);
        if (broken
                || entry.length > ENTRY_BYTES_MAX
                || bytes + entry.length > bytesMax
                || entries.putIfAbsent(transaction.hash(), transaction) != null) {
            return;
        }
        try {
            out.write(entry);
            bytes += entry.length;
            dirty = true;
        } catch (IOException failed) {
            breakOff(failed);
        }
    }

    /** To be called every second: what was written is on the disk when this returns. */
    synchronized void sync() {
        if (dirty && !broken) {
            try {
                out.getFD().sync();
                dirty = false;
            } catch (IOException failed) {
                breakOff(failed);
            }
        }
    }

    /** Forgets what waits no more; rewrites the file once that halves it. */
    synchronized void prune(Predicate<Hash> waits) {
        entries.keySet().removeIf(hash -> !waits.test(hash));
        long live = entries.values().stream()
                .mapToLong(transaction ->
                        HEADER_BYTES + (long) transaction.encoded().size())
                .sum();
        if (broken || bytes < SMALL_BYTES || 2 * live > bytes) {
            return;
        }
        try {
            FileOutputStream before = out;
            out = rewrite(List.copyOf(entries.values()));
            before.close();
        } catch (IOException failed) {
            breakOff(failed);
        }
    }

    /** The oldest that still wait. */
    synchronized List<Transaction> waiting(Predicate<Hash> waits, int most) {
        return entries.values().stream()
                .filter(transaction -> waits.test(transaction.hash()))
                .limit(most)
                .toList();
    }

    synchronized long bytes() {
        return bytes;
    }

    private void breakOff(IOException failed) {
        broken = true;
        LOG.error(
                "{} cannot be written ({}): waiting transactions will be lost with this process",
                file,
                UserError.why(failed));
    }

    /** A new file takes the place of the old one once it is on disk. */
    private synchronized FileOutputStream rewrite(List<Transaction> transactions) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        FileOutputStream fresh = new FileOutputStream(next.toFile());
        entries.clear();
        bytes = 0;
        for (Transaction transaction : transactions) {
            byte[] entry = entry(transaction);
            fresh.write(entry);
            bytes += entry.length;
            entries.put(transaction.hash(), transaction);
        }
        fresh.getFD().sync();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        dirty = false;
        return fresh;
    }

    private static List<Transaction> read(Path file, long bytesMax) throws IOException {
        List<Transaction> found = new ArrayList<>();
        if (!Files.exists(file)) {
            return found;
        }
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer all = ByteBuffer.allocate((int) Math.min(in.size(), bytesMax));
            while (all.hasRemaining() && in.read(all) >= 0) {
                // Until it is full or the file ends.
            }
            all.flip();
            while (all.remaining() >= HEADER_BYTES) {
                int length = all.getInt();
                int checksum = all.getInt();
                if (length < 1 || length > ENTRY_BYTES_MAX || length > all.remaining()) {
                    break;
                }
                byte[] encoded = new byte[length];
                all.get(encoded);
                if (checksum(encoded) != checksum) {
                    break;
                }
                found.add(Transaction.decode(encoded));
            }
        } catch (RlpException damaged) {
            LOG.warn("{} holds what is no transaction; it ends there", file);
        }
        return List.copyOf(found);
    }

    private static byte[] entry(Transaction transaction) {
        byte[] encoded = transaction.encoded().unsafeArray();
        return ByteBuffer.allocate(HEADER_BYTES + encoded.length)
                .putInt(encoded.length)
                .putInt(checksum(encoded))
                .put(encoded)
                .array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() {
        sync();
        broken = true;
        try {
            out.close();
        } catch (IOException failed) {
            LOG.warn("{} did not close well: {}", file, UserError.why(failed));
        }
    }
}
