// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.anchoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evidence.log.AnchoredLeaf;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At which sizes the log was anchored, and by which transactions: a line each, {@code size transaction}. The chain has it
 * all too; a line that is lost or unfinished only means that a later anchor is used.
 */
public final class Anchors {
    private static final Logger LOG = LoggerFactory.getLogger(Anchors.class);

    private final Path file;
    private final NavigableMap<Long, Hash> transactions = new TreeMap<>();

    /**
     * @throws GatewayException if the file is there and cannot be read
     */
    public Anchors(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (line.matches("[0-9]{1,16} 0x[0-9a-f]{64}")) {
                    String[] parts = line.split(" ");
                    transactions.put(Long.parseLong(parts[0]), Hash.fromHex(parts[1]));
                }
            }
        } catch (NoSuchFileException first) {
            LOG.debug("nothing was anchored yet");
        } catch (IOException unreadable) {
            throw new GatewayException(
                    "the file %s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    synchronized void add(long size, Hash transaction) {
        transactions.put(size, transaction);
        try {
            Files.writeString(
                    file,
                    "%n%d %s%n".formatted(size, transaction.toHex()),
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException cannot) {
            LOG.warn("the anchor at {} records is on the chain but not in {}: {}", size, file, cannot.getMessage());
        }
    }

    /** The transactions of all anchors that are known, by the log's size. */
    public synchronized SortedMap<Long, Hash> all() {
        return new TreeMap<>(transactions);
    }

    /** What ties a leaf to the chain; empty while no anchor that is known covers it. */
    public Optional<AnchoredLeaf> leaf(RecordLog log, long index) {
        long size;
        Hash transaction;
        synchronized (this) {
            var anchor = transactions.higherEntry(index);
            if (anchor == null || index < 0 || anchor.getKey() > log.size()) {
                return Optional.empty();
            }
            size = anchor.getKey();
            transaction = anchor.getValue();
        }
        List<Hash> path = log.inclusion(index, size);
        return Optional.of(new AnchoredLeaf(log.gateway(), log.leaf(index), index, size, path, transaction));
    }
}
