// SPDX-License-Identifier: Apache-2.0
package network.banyan.readings;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.application.Refused;
import network.banyan.application.Store;
import network.banyan.contracts.AbiValue;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/** Records of one call. What they change is written once for all of them, which is what makes a large batch cheap. */
final class Batch {
    static final Hash RECORDED = AbiValue.topic("Recorded(bytes32,uint256,uint256,bytes32)");

    /** Summing a reading up, beside its words in the store. */
    private static final int READING_GAS = 150;

    private final Store store;
    private final SortedMap<Hash, Device> before = new TreeMap<>();
    private final SortedMap<Hash, Device> devices = new TreeMap<>();
    private final SortedMap<Hash, Quantity> quantities = new TreeMap<>();

    Batch(Store store) {
        this.store = store;
    }

    void add(DeviceRecord record) {
        Device device = devices.computeIfAbsent(record.device(), id -> Device.of(id, store));
        if (!device.isRegistered()) {
            throw new Refused("the device %s is not registered".formatted(device.id()));
        }
        before.putIfAbsent(device.id(), device);
        devices.put(device.id(), device.after(record));
        store.charge((long) READING_GAS * record.readings().size());
        for (Reading reading : record.readings()) {
            Hash slot = Quantity.slot(device.id(), reading.name());
            Quantity quantity = quantities.computeIfAbsent(slot, unread -> Quantity.of(store.get(unread)));
            quantities.put(slot, quantity.after(reading));
        }
    }

    /** Stores it all, and tells of each device from which record to which it came. */
    void write() {
        quantities.forEach((slot, quantity) -> store.put(slot, quantity.word()));
        devices.forEach((id, device) -> {
            device.write(store);
            long from = Invariant.present(before.get(id)).sequence() + 1;
            store.emit(
                    List.of(RECORDED, id),
                    AbiValue.encoded(AbiValue.of(from), AbiValue.of(device.sequence()), AbiValue.of(device.head())));
        });
    }
}
