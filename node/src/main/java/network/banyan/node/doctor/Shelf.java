// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.RecordStore;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Whether the device records that a node keeps are those that their devices named. */
final class Shelf {
    private static final int PAGE = 1_000;
    private static final int MAX_DAMAGE = 20;

    private final RecordStore store;
    private final List<String> damage = new ArrayList<>();
    private final Set<Hash> devices = new HashSet<>();
    private long records;

    private Shelf(RecordStore store) {
        this.store = store;
    }

    static Finding examine(RecordStore store, LongConsumer progress) {
        var shelf = new Shelf(store);
        List<RecordStore.Arrival> page = store.arrivals(Long.MAX_VALUE, PAGE);
        while (!page.isEmpty()) {
            page.forEach(shelf::examine);
            progress.accept(shelf.records);
            page = store.arrivals(page.getLast().number(), PAGE);
        }
        return Finding.of(
                "records",
                "%,d of %,d devices".formatted(shelf.records, shelf.devices.size()),
                shelf.damage.stream().limit(MAX_DAMAGE).toList());
    }

    private void examine(RecordStore.Arrival arrival) {
        records++;
        Optional<Bytes> bytes = store.record(arrival.id());
        if (bytes.isEmpty() || !Sha256.hash(bytes.get()).equals(arrival.id())) {
            damage.add("record %s is missing or another".formatted(arrival.id()));
            return;
        }
        try {
            DeviceRecord record = DeviceRecord.decode(bytes.get());
            devices.add(record.device());
            if (!store.idAt(record.device(), record.sequence()).equals(Optional.of(arrival.id()))) {
                damage.add("record %d of device %s is not found by its number"
                        .formatted(record.sequence(), record.device()));
            }
            Optional<Hash> before = store.idAt(record.device(), record.sequence() - 1);
            if (before.isPresent() && !before.get().equals(record.previous())) {
                damage.add("record %d of device %s does not follow the one before it"
                        .formatted(record.sequence(), record.device()));
            }
        } catch (EvidenceFormatException noRecord) {
            damage.add("record %s is none: %s".formatted(arrival.id(), noRecord.getMessage()));
        }
    }
}
