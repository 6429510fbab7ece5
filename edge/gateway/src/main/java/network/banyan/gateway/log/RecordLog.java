// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.LogHeader;
import network.banyan.evidence.log.LogTile;
import network.banyan.evidence.log.Receipt;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's log: every record it ever took, durable, in order, under one signed Merkle root. What {@link #append}
 * returned survives what its store survives. What it refused leaves no trace, or, where the store could not tell, joins the
 * log as if it had been taken later ({@link #settle}).
 *
 * <p>Safe for several threads; one of them appends. One process at a time.
 */
public final class RecordLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLog.class);

    private final String place;
    private final Hash gateway;
    private final DeviceSigner signer;
    private final InstantSource clock;
    private final long maxBytes;
    private final FileChannel lock;
    private final CommitStore store;
    private final TreeStore tree;
    private final ReentrantLock appending = new ReentrantLock();
    private final Map<Hash, DeviceLeaves> devices = new HashMap<>();
    private Optional<LogCheckpoint> checkpoint = Optional.empty();

    /** A commit of which it is not known whether it is durable; the appending thread's own. */
    private @Nullable Doubt doubt;

    private record Doubt(List<DeviceRecord> records, List<Hash> leafHashes, Commit commit) {}

    /**
     * @param maxBytes how much disk the records may take
     * @param segmentBytes from which size on the next file is begun
     */
    public record Limits(long maxBytes, long segmentBytes) {
        public Limits {
            Invariant.check(maxBytes > 0 && segmentBytes > 0 && segmentBytes <= 1 << 28, "limits of the log");
        }

        /** Segments of 64 MiB. */
        public static Limits of(long maxBytes) {
            return new Limits(maxBytes, 64L << 20);
        }
    }

    /** The records were not kept, and nothing of them was; later they may be. The message is for people. */
    public static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private RecordLog(
            Path folder, DeviceSigner signer, InstantSource clock, long maxBytes, CommitStore store, FileChannel lock)
            throws IOException {
        this.place = store.place();
        this.gateway = signer.device();
        this.signer = signer;
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.lock = lock;
        this.store = store;
        this.tree = new TreeStore(folder.resolve("tiles"));
    }

    /**
     * Opens a gateway's log on this machine's disk, or starts one.
     *
     * @throws GatewayException if the folder cannot be used, another process uses it, it is another gateway's, or it is
     *     damaged
     */
    public static RecordLog open(Path folder, DeviceSigner signer, InstantSource clock, Limits limits, Disk disk) {
        try {
            Files.createDirectories(folder);
            LogFolder.mustHaveItsLogHere(folder);
            var files = new Segments(folder.resolve("log"), disk, limits.segmentBytes());
            return locked(folder, signer, clock, limits.maxBytes(), files);
        } catch (IOException cannot) {
            throw cannotOpen(folder.toString(), cannot);
        }
    }

    /**
     * Opens a gateway's log in a store, or starts one. The folder holds what follows from the log and may be empty.
     *
     * @param store is closed with the log, and if it cannot be opened
     * @throws GatewayException if a person must do something first
     */
    public static RecordLog open(
            Path folder, DeviceSigner signer, InstantSource clock, long maxBytes, CommitStore store) {
        try {
            try {
                Files.createDirectories(folder);
                LogFolder.mustHaveItsLogAt(folder, store.place());
                RecordLog log = locked(folder, signer, clock, maxBytes, store);
                LogFolder.noteItsLogAt(folder, store.place());
                return log;
            } catch (IOException | RuntimeException cannot) {
                store.close();
                throw cannot;
            }
        } catch (IOException cannot) {
            throw cannotOpen(store.place(), cannot);
        }
    }

    private static GatewayException cannotOpen(String place, IOException cannot) {
        return new GatewayException("cannot open the log in %s: %s".formatted(place, cannot.getMessage()), cannot);
    }

    private static RecordLog locked(
            Path folder, DeviceSigner signer, InstantSource clock, long maxBytes, CommitStore store)
            throws IOException {
        FileChannel lock = LogFolder.lock(folder);
        try {
            var log = new RecordLog(folder, signer, clock, maxBytes, store, lock);
            log.recover();
            return log;
        } catch (IOException | RuntimeException damaged) {
            lock.close();
            throw damaged;
        }
    }

    private void recover() throws IOException {
        store.recover((records, head) -> {
            for (Bytes record : records) {
                take(decode(record));
            }
            mustBe(head);
            checkpoint = Optional.of(head);
        });
        if (checkpoint.isPresent() && !checkpoint.get().isSignedBy(signer.key())) {
            throw new GatewayException(
                    "the log in %s is not signed by the key of %s; use its own key, or another folder or partition"
                            .formatted(place, gateway));
        }
    }

    private DeviceRecord decode(Bytes record) {
        try {
            return DeviceRecord.decode(record);
        } catch (EvidenceFormatException noRecord) {
            throw new GatewayException(
                    "the log in %s holds something else than records: %s".formatted(place, noRecord.getMessage()));
        }
    }

    private void mustBe(LogCheckpoint signed) {
        if (!signed.header().gateway().equals(gateway)) {
            throw new GatewayException(
                    "the log in %s is of gateway %s, the key that of %s; use another folder or partition"
                            .formatted(place, signed.header().gateway(), gateway));
        }
        if (signed.header().size() != tree.size() || !signed.root().equals(MerkleLog.root(tree, tree.size()))) {
            throw new GatewayException("the log in %s is damaged: record %d and those before it are not what was signed"
                    .formatted(place, tree.size() - 1));
        }
    }

    private void take(DeviceRecord record) throws IOException {
        long leaf = tree.size();
        tree.add(MerkleTree.leafHash(record.encoded()));
        remember(record, leaf);
    }

    private void remember(DeviceRecord record, long leaf) {
        devices.computeIfAbsent(record.device(), _ -> new DeviceLeaves(record.sequence()))
                .add(record.sequence(), record.id(), leaf);
    }

    /**
     * Makes records durable, all or none, as the next leaves. Each must follow the tip of its device, as moved by those
     * before it.
     *
     * @param leafHashes of the records, in their order
     * @return the signed head of the log with them
     * @throws Refused if they are not kept
     */
    public LogCheckpoint append(List<DeviceRecord> records, List<Hash> leafHashes) throws Refused {
        Invariant.check(!records.isEmpty() && records.size() == leafHashes.size(), "an empty commit");
        Invariant.check(appending.tryLock(), "two threads append");
        try {
            if (settle()) {
                throw new Refused("a commit that seemed lost was kept, and the log moved on; send it again");
            }
            Commit commit = prepare(records, leafHashes);
            // Outside the lock: readers need not wait for the medium.
            doubt = new Doubt(records, leafHashes, commit);
            store.write(commit.bytes());
            doubt = null;
            return accept(records, commit);
        } catch (IOException cannot) {
            takeBack();
            throw refused(cannot);
        } catch (DeviceException | EvidenceFormatException cannot) {
            takeBack();
            throw new Refused("the gateway cannot sign: " + cannot.getMessage(), cannot);
        } finally {
            appending.unlock();
        }
    }

    /**
     * Finds out what became of a commit that failed. To be called before records are judged, because one that was refused
     * while nobody knew may be in the log after all, and now and then when there is nothing to do.
     *
     * @return whether the log grew by it
     * @throws Refused if it is still not known; then nothing can be appended
     */
    public boolean settle() throws Refused {
        try {
            boolean isKept = store.settle();
            Doubt open = doubt;
            if (isKept) {
                adopt(Invariant.present(open));
            }
            doubt = null;
            return isKept;
        } catch (IOException cannot) {
            throw refused(cannot);
        }
    }

    private synchronized void adopt(Doubt kept) throws IOException {
        for (Hash leafHash : kept.leafHashes()) {
            tree.add(leafHash);
        }
        var _ = accept(kept.records(), kept.commit());
    }

    private Refused refused(IOException cannot) {
        return new Refused("the gateway's %s refuses: %s".formatted(store.medium(), cannot.getMessage()), cannot);
    }

    private record Commit(ByteBuffer bytes, int length, List<Integer> offsets, LogCheckpoint checkpoint) {}

    private synchronized Commit prepare(List<DeviceRecord> records, List<Hash> leafHashes) throws IOException, Refused {
        if (store.bytes() >= maxBytes) {
            throw new Refused("the gateway's log is full: it reached its bound of %,d bytes".formatted(maxBytes));
        }
        long start = store.start(tree.size());
        for (Hash leafHash : leafHashes) {
            tree.add(leafHash);
        }
        var header = new LogHeader(gateway, tree.size(), clock.millis());
        LogCheckpoint next = LogCheckpoint.sign(header, MerkleLog.root(tree, tree.size()), signer);
        ByteBuffer end = new LogEntry.Commit(start, next).encode();
        int size = end.remaining();
        for (DeviceRecord record : records) {
            size += LogEntry.HEAD + record.encoded().size();
        }
        ByteBuffer commit = ByteBuffer.allocate(size);
        List<Integer> offsets = new ArrayList<>(records.size());
        for (DeviceRecord record : records) {
            offsets.add(Math.toIntExact(start + commit.position()));
            commit.put(new LogEntry.Leaf(record.encoded()).encode());
        }
        return new Commit(commit.put(end).flip(), size, offsets, next);
    }

    private synchronized LogCheckpoint accept(List<DeviceRecord> records, Commit commit) {
        long first = size();
        store.accept(commit.offsets(), commit.length());
        for (int i = 0; i < records.size(); i++) {
            remember(records.get(i), first + i);
        }
        checkpoint = Optional.of(commit.checkpoint());
        return commit.checkpoint();
    }

    private synchronized void takeBack() {
        tree.truncate(size());
    }

    /** The gateway's id. */
    public Hash gateway() {
        return gateway;
    }

    /** What keeps the log: {@code disk} or {@code Kafka}. */
    public String medium() {
        return store.medium();
    }

    /** How that fares. */
    public CommitStore.Standing standing() {
        return store.standing();
    }

    /** Records in the log. */
    public synchronized long size() {
        return checkpoint.map(signed -> signed.header().size()).orElse(0L);
    }

    /** The newest signed head; empty while the log is. */
    public synchronized Optional<LogCheckpoint> checkpoint() {
        return checkpoint;
    }

    /** How far the log holds a device's records. */
    public synchronized Optional<Tip> tip(Hash device) {
        return Optional.ofNullable(devices.get(device))
                .map(leaves -> new Tip(leaves.firstSequence(), leaves.lastSequence(), leaves.lastName()));
    }

    /** Devices with at least one record. */
    public synchronized int devices() {
        return devices.size();
    }

    /** Who has records here, at most so many. */
    public synchronized List<Hash> deviceIds(int most) {
        return devices.keySet().stream().limit(most).toList();
    }

    /** The leaf of a device's record. */
    public synchronized OptionalLong find(Hash device, long sequence) {
        DeviceLeaves leaves = devices.get(device);
        return leaves == null ? OptionalLong.empty() : leaves.leaf(sequence);
    }

    /**
     * A record's bytes. They may come from another machine: no lock is held meanwhile.
     *
     * @throws UncheckedIOException if they cannot be read now
     */
    public Bytes leaf(long index) {
        Invariant.check(index >= 0 && index < size(), "leaf %d of %d", index, size());
        try {
            return store.leaf(index);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A record's leaf hash, from this machine. */
    public synchronized Hash leafHash(long index) {
        Invariant.check(index >= 0 && index < size(), "leaf %d of %d", index, size());
        return tree.node(0, index);
    }

    /** The root when the log had {@code size} records, 1 or more. */
    public synchronized Hash root(long size) {
        Invariant.check(size >= 1 && size <= size(), "root of %d", size);
        return MerkleLog.root(tree, size);
    }

    /** The path from a leaf to the root of {@code size} records. */
    public synchronized List<Hash> inclusion(long index, long size) {
        Invariant.check(size <= size(), "a size of %d in a log of %d", size, size());
        return MerkleLog.inclusion(tree, index, size);
    }

    /** The proof that the first {@code first} records are still the beginning of {@code second}. */
    public synchronized List<Hash> consistency(long first, long second) {
        Invariant.check(second <= size(), "a size of %d in a log of %d", second, size());
        return MerkleLog.consistency(tree, first, second);
    }

    /** A leaf's receipt from a head that the log had, which is not older than the leaf. */
    public Receipt receipt(LogCheckpoint signed, long leaf) {
        return Receipt.of(signed, leaf, inclusion(leaf, signed.header().size()));
    }

    /** A tile's hashes, one after the other; empty if the log is not that large. */
    public synchronized Optional<byte[]> tile(LogTile tile) {
        return tile.exists(size()) ? Optional.of(tree.read(tile)) : Optional.empty();
    }

    @Override
    public synchronized void close() {
        try {
            store.close();
            tree.close();
            lock.close();
        } catch (IOException alreadyGone) {
            LOG.debug("closing the log: {}", alreadyGone.getMessage());
        }
    }
}
