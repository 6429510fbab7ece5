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
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.VaultLedger;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;

/**
 * Who reads: believes the chain's root, the hashes under it, and the device's signature; the store in nothing
 * (docs/spec/vault.md, rule 12).
 */
public final class VaultReader {
    /** How often a list is looked for that the owner replaces meanwhile. */
    private static final int TRIES = 3;

    private final SegmentStore store;
    private final VaultLedger ledger;

    public VaultReader(SegmentStore store, VaultLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** Something of the range that is not among the records. */
    public sealed interface Gap {
        /** The chain names it; the store does not have it: forgotten, or dropped. */
        record Absent(Entry entry) implements Gap {}

        /** It was sealed in an epoch, or is of a slot, whose keys we were not given. */
        record NoKey(Entry entry) implements Gap {}

        /** Something is there, and it is not what it should be. */
        record Wrong(Entry entry, String reason) implements Gap {}

        /** No segment has these records: the owner never stored them, or kept them out. */
        record Unlisted(long first, long last) implements Gap {}
    }

    /**
     * Records whose signatures hold, in their order, and what is missing between them.
     *
     * @param unfixed how many are signed by a key that was replaced before anything on the chain shows the record
     */
    public record Read(List<DeviceRecord> records, List<Gap> gaps, long unfixed) {
        public Read {
            records = List.copyOf(records);
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * Opens what a grant brought.
     *
     * @param grantee the DID, as the envelope must name it
     * @param secret of the X25519 key it was sealed to
     * @throws VaultException if the envelope is gone, another one, or not for this key
     */
    public KeyRing open(Hash stream, Grant grant, String grantee, Bytes secret) {
        Name name = Name.envelope(grant.envelope());
        Envelope envelope = Envelope.decode(store.get(name, Envelope.MAX_BYTES)
                .orElseThrow(() -> VaultException.of("%s does not have the envelope that the chain names", store)));
        if (!envelope.hash().equals(grant.envelope())) {
            throw VaultException.of("%s lies: another envelope than the chain names", store);
        }
        var granted = new Envelope.Terms(ledger.chainId(), stream, grantee, grant.from(), grant.until());
        if (!envelope.terms().equals(granted)) {
            throw new VaultException("the envelope says another range, stream or grantee than the grant");
        }
        return envelope.open(secret)
                .orElseThrow(() -> new VaultException("the envelope is not sealed to this key, or was changed"));
    }

    /**
     * Reads a range.
     *
     * @param deviceKeys one of which, the one of its time, each record must be signed by
     * @throws VaultException if the store lies about the list of segments, or does not have it
     */
    public Read read(KeyRing keys, SlotRange range, DeviceKeys deviceKeys) {
        List<DeviceRecord> records = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        Manifest manifest = manifest(keys.head());
        var signers = new Signers(deviceKeys);
        long through = 0;
        long leaf = 0;
        for (Entry entry : manifest.entries()) {
            leaf++;
            boolean isFirst = through == 0;
            if (range.contains(entry.slot())) {
                if (!isFirst && entry.firstRecord() != through + 1) {
                    gaps.add(new Gap.Unlisted(through + 1, entry.firstRecord() - 1));
                }
                read(keys, new Listed(entry, leaf), signers, records, gaps);
            }
            through = entry.lastRecord();
        }
        return new Read(records, gaps, signers.unfixed());
    }

    private Manifest manifest(Manifest.Head stream) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Manifest> manifest = Manifests.find(store, ledger.head(stream.stream()), stream);
            if (manifest.isPresent()) {
                return manifest.get();
            }
        }
        throw VaultException.of("%s does not have the list of segments that the chain names", store);
    }

    /** An entry, and which leaf of the list it is. */
    private record Listed(Entry entry, long leaf) {}

    private void read(KeyRing keys, Listed listed, Signers signers, List<DeviceRecord> records, List<Gap> gaps) {
        Entry entry = listed.entry();
        Optional<Bytes> found = store.get(Name.segment(entry.cid()), Segment.MAX_BYTES);
        if (found.isEmpty()) {
            gaps.add(new Gap.Absent(entry));
            return;
        }
        Optional<Hash> slotKey = keys.slotKey(entry.epoch(), entry.slot());
        if (slotKey.isEmpty()) {
            gaps.add(new Gap.NoKey(entry));
            return;
        }
        try {
            records.addAll(checked(keys.head(), listed, found.get(), slotKey.get(), signers, records));
        } catch (VaultException wrong) {
            gaps.add(new Gap.Wrong(entry, String.valueOf(wrong.getMessage())));
        }
    }

    private static List<DeviceRecord> checked(
            Manifest.Head stream,
            Listed listed,
            Bytes found,
            Hash slotKey,
            Signers signers,
            List<DeviceRecord> before) {
        Entry entry = listed.entry();
        if (!Cid.of(found).equals(entry.cid())) {
            throw new VaultException("the store gives other bytes than the name says");
        }
        Segment segment = Segment.decode(found);
        if (!segment.header().equals(entry.header(stream.stream()))) {
            throw new VaultException("it is another segment than the list says");
        }
        List<Bytes> sealed =
                segment.open(slotKey).orElseThrow(() -> new VaultException("the slot's key does not open it"));
        if (sealed.size() != entry.records()) {
            throw new VaultException("it holds another number of records than the list says");
        }
        List<DeviceRecord> records = new ArrayList<>();
        Optional<DeviceRecord> previous = before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
        for (int i = 0; i < sealed.size(); i++) {
            DeviceRecord record = decode(sealed.get(i));
            check(record, stream, entry.slot(), entry.firstRecord() + i);
            signers.check(record, OptionalLong.of(listed.leaf()));
            previous.filter(last -> last.sequence() + 1 == record.sequence()
                            && !last.id().equals(record.previous()))
                    .ifPresent(last -> {
                        throw VaultException.of(
                                "record %d does not follow record %d", record.sequence(), last.sequence());
                    });
            records.add(record);
            previous = Optional.of(record);
        }
        return records;
    }

    private static DeviceRecord decode(Bytes bytes) {
        try {
            return DeviceRecord.decode(bytes);
        } catch (EvidenceFormatException noRecord) {
            throw new VaultException("it holds what is no record: " + noRecord.getMessage(), noRecord);
        }
    }

    private static void check(DeviceRecord record, Manifest.Head stream, long slot, long sequence) {
        if (!record.device().equals(stream.stream())) {
            throw new VaultException("it holds a record of another device");
        }
        if (record.sequence() != sequence) {
            throw VaultException.of("it holds record %d where %d must stand", record.sequence(), sequence);
        }
        if (record.timeMillis() / 1000 / stream.slotSeconds() != slot) {
            throw VaultException.of("record %d is of another time than its slot", sequence);
        }
    }
}
