// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleNodes;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The list of a stream's segments, which only grows (docs/spec/vault.md, rules 9 and 10). As a Merkle log its first leaf is
 * the head and every other one an entry; the chain holds the root.
 */
public final class Manifest {
    public static final int MAX_ENTRIES = 200_000;

    /** A file of one has at most so many bytes. */
    public static final int MAX_BYTES = 24 << 20;

    public static final long MIN_SLOT_SECONDS = 60;
    public static final long MAX_SLOT_SECONDS = 86_400;

    private static final int VERSION = 1;

    private final Head head;
    private final List<Entry> entries;
    private final List<Hash> leaves;

    /**
     * @param stream the device's id
     * @param slotSeconds how long a slot is
     */
    public record Head(Hash stream, long slotSeconds) {
        /**
         * @throws VaultException if a slot is shorter than a minute or longer than a day
         */
        public Head {
            if (slotSeconds < MIN_SLOT_SECONDS || slotSeconds > MAX_SLOT_SECONDS) {
                throw VaultException.of("a slot has %d to %d seconds", MIN_SLOT_SECONDS, MAX_SLOT_SECONDS);
            }
        }

        private void writeTo(CborWriter out) {
            out.array(3).integer(VERSION).bytes(stream.toBytes()).integer(slotSeconds);
        }
    }

    /**
     * A segment.
     *
     * @param size in bytes, as stored
     * @param firstRecord number of its first record; the others follow without a gap
     * @param records how many there are in it
     */
    public record Entry(long epoch, long slot, long sequence, int size, Cid cid, long firstRecord, int records) {
        /**
         * @throws VaultException if a number is out of range
         */
        public Entry {
            boolean fits = size > 0
                    && size <= Segment.MAX_BYTES
                    && firstRecord >= 1
                    && firstRecord <= 1L << 53
                    && records >= 1
                    && records <= Segment.MAX_RECORDS;
            if (!fits) {
                throw VaultException.of("an entry of %d records in %d bytes is none", records, size);
            }
        }

        public long lastRecord() {
            return firstRecord + records - 1;
        }

        public Segment.Header header(Hash stream) {
            return new Segment.Header(stream, epoch, slot, sequence);
        }

        private void writeTo(CborWriter out) {
            out.array(7)
                    .integer(epoch)
                    .integer(slot)
                    .integer(sequence)
                    .integer(size)
                    .bytes(cid.digest().toBytes())
                    .integer(firstRecord)
                    .integer(records);
        }

        private static Entry read(CborReader in) {
            in.array(7, "an entry");
            return new Entry(
                    in.unsigned(),
                    in.unsigned(),
                    in.unsigned(),
                    (int) Math.min(in.unsigned(), Integer.MAX_VALUE),
                    new Cid(Segment.hash(in.bytes())),
                    in.unsigned(),
                    (int) Math.min(in.unsigned(), Integer.MAX_VALUE));
        }
    }

    private Manifest(Head head, List<Entry> entries, List<Hash> leaves) {
        this.head = head;
        this.entries = List.copyOf(entries);
        this.leaves = List.copyOf(leaves);
    }

    /** A stream's that has nothing yet. */
    public static Manifest empty(Head head) {
        var out = new CborWriter();
        head.writeTo(out);
        return new Manifest(head, List.of(), List.of(MerkleTree.leafHash(out.toBytes())));
    }

    /**
     * With more at its end.
     *
     * @throws VaultException if records or segments of a slot are not in their order, or it grows over
     *     {@link #MAX_ENTRIES}
     */
    public Manifest with(List<Entry> more) {
        if (entries.size() + more.size() > MAX_ENTRIES) {
            throw VaultException.of("a stream has at most %d segments", MAX_ENTRIES);
        }
        List<Entry> all = new ArrayList<>(entries);
        List<Hash> allLeaves = new ArrayList<>(leaves);
        long through = lastRecord();
        for (Entry entry : more) {
            entry.header(head.stream());
            if (entry.firstRecord() <= through) {
                throw VaultException.of("record %d stands in a stream's list twice", entry.firstRecord());
            }
            through = entry.lastRecord();
            all.add(entry);
            var out = new CborWriter();
            entry.writeTo(out);
            allLeaves.add(MerkleTree.leafHash(out.toBytes()));
        }
        return new Manifest(head, all, allLeaves);
    }

    public Head head() {
        return head;
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The number of the last record that is in; 0 if none is. */
    public long lastRecord() {
        return entries.isEmpty() ? 0 : entries.getLast().lastRecord();
    }

    /** How many segments of a slot and epoch there are: the sequence of the next. */
    public long segmentsOf(long epoch, long slot) {
        return entries.stream()
                .filter(entry -> entry.epoch() == epoch && entry.slot() == slot)
                .count();
    }

    /** Those in a range. */
    public List<Entry> in(SlotRange range) {
        return entries.stream().filter(entry -> range.contains(entry.slot())).toList();
    }

    /** The slots in which an epoch has segments, from the first to the last. */
    public Optional<SlotRange> slotsOf(long epoch) {
        var slots = entries.stream()
                .filter(entry -> entry.epoch() == epoch)
                .mapToLong(Entry::slot)
                .summaryStatistics();
        return slots.getCount() == 0
                ? Optional.empty()
                : Optional.of(new SlotRange(slots.getMin(), slots.getMax() + 1));
    }

    /** Leaves of the log: the entries and the head. */
    public long size() {
        return leaves.size();
    }

    public Hash root() {
        return MerkleTree.root(leaves);
    }

    /** That this begins with what it was at a smaller size. */
    public List<Hash> consistency(long first) {
        Invariant.check(first >= 0 && first <= size(), "a manifest of %d leaves at %d", size(), first);
        MerkleNodes nodes =
                (level, index) -> MerkleTree.root(leaves.subList((int) (index << level), (int) ((index + 1) << level)));
        return first == 0 ? List.of() : MerkleLog.consistency(nodes, first, size());
    }

    public Bytes encode() {
        var out = new CborWriter().array(2);
        head.writeTo(out);
        out.array(entries.size());
        entries.forEach(entry -> entry.writeTo(out));
        return out.toBytes();
    }

    /**
     * Reads one out of hostile bytes; whether it is the right one, its root tells.
     *
     * @throws VaultException if they are no manifest in its one form
     */
    public static Manifest decode(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw VaultException.of("a manifest of %d bytes is over %d", encoded.size(), MAX_BYTES);
        }
        try {
            var in = new CborReader(encoded);
            in.array(2, "a manifest");
            in.array(3, "a manifest's head");
            if (in.unsigned() != VERSION) {
                throw new VaultException("a manifest of a version that is not known here");
            }
            var head = new Head(Segment.hash(in.bytes()), in.unsigned());
            int count = in.array();
            if (count > MAX_ENTRIES) {
                throw VaultException.of("a stream has at most %d segments", MAX_ENTRIES);
            }
            List<Entry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                entries.add(Entry.read(in));
            }
            in.end();
            return empty(head).with(entries);
        } catch (EvidenceFormatException refused) {
            throw new VaultException("that is no manifest: " + refused.getMessage(), refused);
        }
    }
}
