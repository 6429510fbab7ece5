// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Manifest.Entry;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;

/** Seals records in their order: a segment is a run of records of one slot without a gap. */
final class Sealing {
    private final KeyRing ring;
    private final long epoch;
    private final Signers signers;
    private final SegmentStore store;
    private final Manifest manifest;
    private final List<Entry> added = new ArrayList<>();
    private final List<DeviceRecord> run = new ArrayList<>();
    private int runBytes;
    private long next;
    private long forgotten;
    private long sealed;

    Sealing(KeyRing ring, long epoch, Manifest manifest, DeviceKeys deviceKeys, SegmentStore store) {
        this.ring = ring;
        this.epoch = epoch;
        this.manifest = manifest;
        this.signers = new Signers(deviceKeys);
        this.store = store;
        this.next = manifest.lastRecord() + 1;
    }

    /**
     * @throws VaultException if a record is not the device's, or not behind the one before
     */
    void add(List<Bytes> records) {
        for (Bytes bytes : records) {
            DeviceRecord record = decode(bytes);
            if (!run.isEmpty() && !fits(record)) {
                flush();
            }
            run.add(record);
            runBytes += bytes.size();
            next = record.sequence() + 1;
        }
    }

    /** The number of the next record to ask for. */
    long next() {
        return next;
    }

    private DeviceRecord decode(Bytes bytes) {
        DeviceRecord record;
        try {
            record = DeviceRecord.decode(bytes);
        } catch (EvidenceFormatException noRecord) {
            throw new VaultException("what should be a record is none: " + noRecord.getMessage(), noRecord);
        }
        Hash stream = ring.head().stream();
        if (!record.device().equals(stream)) {
            throw VaultException.of("a record of another device came: %s", record);
        }
        if (record.sequence() < next) {
            throw VaultException.of("record %d came where %d or a later one was asked for", record.sequence(), next);
        }
        signers.check(record, OptionalLong.empty());
        return record;
    }

    private boolean fits(DeviceRecord record) {
        DeviceRecord last = run.getLast();
        return slot(record) == slot(last)
                && record.sequence() == last.sequence() + 1
                && run.size() < Segment.MAX_RECORDS
                && runBytes + record.encoded().size() <= Segment.MAX_CONTENT;
    }

    private long slot(DeviceRecord record) {
        return record.timeMillis() / 1000 / ring.head().slotSeconds();
    }

    private void flush() {
        if (run.isEmpty()) {
            return;
        }
        long slot = slot(run.getFirst());
        Optional<Hash> key = ring.slotKey(epoch, slot);
        if (key.isPresent()) {
            var header = new Segment.Header(ring.head().stream(), epoch, slot, sequence(slot));
            Bytes segment = Segment.seal(
                            header,
                            key.get(),
                            run.stream().map(DeviceRecord::encoded).toList())
                    .encode();
            Cid cid = Cid.of(segment);
            store.put(Name.segment(cid), segment);
            added.add(new Entry(
                    epoch,
                    slot,
                    header.sequence(),
                    segment.size(),
                    cid,
                    run.getFirst().sequence(),
                    run.size()));
            sealed += run.size();
        } else {
            // Its slot was forgotten: what comes of it later is forgotten, too.
            forgotten += run.size();
        }
        run.clear();
        runBytes = 0;
    }

    private long sequence(long slot) {
        return manifest.segmentsOf(epoch, slot)
                + added.stream().filter(entry -> entry.slot() == slot).count();
    }

    /** With all that was added. */
    Manifest finish() {
        flush();
        return manifest.with(added);
    }

    /** Records that are in segments now. */
    long sealed() {
        return sealed;
    }

    /** Records of slots that were forgotten, and are not kept. */
    long forgotten() {
        return forgotten;
    }
}
