// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.ledger.Block;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * What a node does with records: takes those that registered devices signed, in the order of their chain, and learns from
 * finalised blocks where they were anchored.
 *
 * <p>Whoever publishes is a stranger. A record costs a signature check and disk, so a device may have only so many records
 * that are not anchored yet; anchoring is paid for.
 *
 * <p>One caller at a time; the node holds a lock around {@link #publish} and {@link #finalized}.
 */
public final class RecordShelf {
    /** As many records as one call may bring. */
    public static final int MAX_PUBLISHED = 1_024;

    private final RecordStore store;
    private final DeviceDirectory directory;
    private final long unanchoredMax;

    /** @param unanchoredMax records of one device that may wait for their anchor; at least 1 */
    public RecordShelf(RecordStore store, DeviceDirectory directory, long unanchoredMax) {
        Invariant.check(unanchoredMax >= 1, "unanchoredMax %d", unanchoredMax);
        this.store = store;
        this.directory = directory;
        this.unanchoredMax = unanchoredMax;
    }

    /** Takes records from outside; what is answered as accepted is durable. One answer a record, in their order. */
    public List<Publication> publish(List<Bytes> records) {
        List<Publication> answers = new ArrayList<>(records.size());
        var call = new Call();
        for (int i = 0; i < records.size(); i++) {
            answers.add(
                    i < MAX_PUBLISHED
                            ? call.take(records.get(i))
                            : new Publication.Refused("more than " + MAX_PUBLISHED + " records at once"));
        }
        if (!call.accepted.isEmpty()) {
            store.append(call.accepted);
        }
        return List.copyOf(answers);
    }

    /**
     * Learns which batches a finalised block anchored. To be called for every block in order; a node that was away calls it
     * for every block above {@link RecordStore#indexedHeight}.
     */
    public void finalized(Block block, List<Receipt> receipts) {
        List<AnchorPlace> places = new ArrayList<>();
        for (int index = 0; index < receipts.size(); index++) {
            List<Log> logs = receipts.get(index).logs();
            for (int log = 0; log < logs.size(); log++) {
                var event = AnchorContract.anchored(logs.get(log));
                // A larger batch could not be proven here anyway, and would let its device publish without end.
                if (event.isPresent() && event.get().batch().count() <= RecordBatch.MAX_RECORDS) {
                    places.add(new AnchorPlace(event.get().batch(), block.number(), index, log));
                }
            }
        }
        store.index(block.number(), places);
    }

    /** One call's records, seen as if those before had been kept already. */
    private final class Call {
        private final List<DeviceRecord> accepted = new ArrayList<>();
        private final SortedMap<Hash, Device> devices = new TreeMap<>();

        private final class Device {
            final Optional<P256.PublicKey> key;
            final long anchored;
            Optional<DeviceRecord> newest;

            Device(Hash id) {
                key = directory.key(id);
                anchored = store.anchoredThrough(id);
                newest = kept(id, store.lastSequence(id));
            }
        }

        Publication take(Bytes encoded) {
            DeviceRecord record;
            try {
                record = DeviceRecord.decode(encoded);
            } catch (EvidenceFormatException malformed) {
                return new Publication.Refused("not a record: " + malformed.getMessage());
            }
            Device device = devices.computeIfAbsent(record.device(), Device::new);
            if (device.key.isEmpty()) {
                return new Publication.Refused(
                        "device %s is not registered, or was revoked".formatted(record.device()));
            }
            return switch (RecordChain.accept(device.newest, record, device.key.get())) {
                case RecordChain.Outcome.Next() -> keep(device, record);
                case RecordChain.Outcome.Replay() -> new Publication.Known(record.id());
                case RecordChain.Outcome.Older() -> older(record);
                case RecordChain.Outcome.Gap(long expected) -> gap(device, record, expected);
                case RecordChain.Outcome.Fork(long sequence) ->
                    new Publication.Refused(
                            "fork: the device signed two histories, which differ at record " + sequence);
                case RecordChain.Outcome.OtherDevice(Hash expected) ->
                    throw new IllegalStateException("routed to device " + expected);
                case RecordChain.Outcome.BadSignature() ->
                    new Publication.Refused("the device's registered key did not sign it");
            };
        }

        private Publication keep(Device device, DeviceRecord record) {
            if (record.sequence() - device.anchored > unanchoredMax) {
                return new Publication.Crowded(unanchoredMax);
            }
            accepted.add(record);
            device.newest = Optional.of(record);
            return new Publication.Accepted(record.id());
        }

        /**
         * A device that published elsewhere for a while no longer holds what is anchored already. It may go on here with the
         * first record that is not: what it skips is on the chain, and none of it can be asked of this node anyway.
         */
        private Publication gap(Device device, DeviceRecord record, long expected) {
            return record.sequence() == device.anchored + 1
                    ? keep(device, record)
                    : new Publication.Missing(expected, Math.max(expected, device.anchored + 1));
        }

        private Publication older(DeviceRecord record) {
            Optional<Hash> kept = store.idAt(record.device(), record.sequence());
            if (kept.isEmpty()) {
                for (DeviceRecord earlier : accepted) {
                    if (earlier.device().equals(record.device()) && earlier.sequence() == record.sequence()) {
                        kept = Optional.of(earlier.id());
                    }
                }
            }
            if (kept.isEmpty()) {
                return new Publication.Refused("it is older than what this node keeps of the device");
            }
            return kept.get().equals(record.id())
                    ? new Publication.Known(record.id())
                    : new Publication.Refused("fork: the device signed two records of number " + record.sequence());
        }

        private Optional<DeviceRecord> kept(Hash device, long sequence) {
            return store.idAt(device, sequence).flatMap(store::record).map(DeviceRecord::decode);
        }
    }
}
