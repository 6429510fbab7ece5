// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.evidence.AnchorContract.Batch;
import network.banyan.evidence.AnchorPlace;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RecordStore;
import network.banyan.evidence.RecordStore.Arrival;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoreTest {
    private static final Hash KEY = Hash.fromHex("22".repeat(32));
    private static final List<Hash> DEVICES = IntStream.range(0, 3)
            .mapToObj(i -> Keccak.hash(new byte[] {(byte) i}))
            .toList();

    @TempDir
    Path folder;

    private NodeStorage storage;
    private RecordStore store;

    @BeforeEach
    void open() {
        storage = NodeStorage.open(folder, 16);
        store = storage.records();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void anEmptyStoreKnowsNoDevice() {
        assertThat(store.record(Hash.ZERO)).isEmpty();
        assertThat(store.idAt(Hash.ZERO, 1)).isEmpty();
        assertThat(store.lastSequence(Hash.ZERO)).isZero();
        assertThat(store.arrivals(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(store.indexedHeight()).isZero();
        assertThat(store.place(Hash.ZERO, 1)).isEmpty();
        assertThat(store.anchoredThrough(Hash.ZERO)).isZero();
    }

    @Test
    void recordsOfSeveralDevicesAreFoundEachWay() {
        List<DeviceRecord> arrived = new ArrayList<>();
        SortedMap<Hash, DeviceRecord> newest = new TreeMap<>();
        for (int call = 0; call < 12; call++) {
            List<DeviceRecord> records = new ArrayList<>();
            for (int i = 0; i <= call % 4; i++) {
                Hash device = DEVICES.get((call + i) % 3);
                DeviceRecord next = after(newest.get(device), device);
                newest.put(device, next);
                records.add(next);
            }
            store.append(records);
            arrived.addAll(records);
            if (call % 5 == 0) {
                reopen();
            }
        }

        for (DeviceRecord record : arrived) {
            assertThat(store.record(record.id())).contains(record.encoded());
            assertThat(store.idAt(record.device(), record.sequence())).contains(record.id());
        }
        newest.forEach((device, record) -> {
            assertThat(store.lastSequence(device)).isEqualTo(record.sequence());
            assertThat(store.idAt(device, record.sequence() + 1)).isEmpty();
        });
        List<Arrival> newestFirst = IntStream.rangeClosed(1, arrived.size())
                .mapToObj(number -> new Arrival(number, arrived.get(number - 1).id()))
                .toList()
                .reversed();
        assertThat(store.arrivals(Long.MAX_VALUE, 1_000)).isEqualTo(newestFirst);
        assertThat(store.arrivals(11, 4)).isEqualTo(newestFirst.subList(arrived.size() - 10, arrived.size() - 6));
        assertThat(store.arrivals(1, 4)).isEmpty();
    }

    @Test
    void aBatchIsFoundByAnyOfItsRecordsAndByNoOther() {
        Hash device = DEVICES.get(0);
        var first = new AnchorPlace(new Batch(device, Hash.ZERO, 1, 5), 3, 2, 1);
        var second = new AnchorPlace(new Batch(device, Hash.ZERO, 9, 2), 4, 0, 0);
        store.index(3, List.of(first));
        store.index(4, List.of(second));
        store.index(5, List.of());
        store.index(4, List.of(second));
        reopen();

        for (long sequence = 0; sequence < 15; sequence++) {
            var covering = 1 <= sequence && sequence <= 5 ? first : sequence == 9 || sequence == 10 ? second : null;
            assertThat(store.place(device, sequence).orElse(null)).isEqualTo(covering);
        }
        assertThat(store.anchoredThrough(device)).isEqualTo(10);
        assertThat(store.indexedHeight()).isEqualTo(5);
        for (Hash other : DEVICES.subList(1, 3)) {
            assertThat(store.place(other, 3)).isEmpty();
            assertThat(store.anchoredThrough(other)).isZero();
        }
    }

    private static DeviceRecord after(@Nullable DeviceRecord previous, Hash device) {
        long sequence = previous == null ? 1 : previous.sequence() + 1;
        Hash link = previous == null ? Hash.ZERO : previous.id();
        return DeviceRecord.sign(
                device,
                sequence,
                link,
                1_700_000_000_000L + sequence,
                List.of(Reading.of("temperature", "Cel", "21.50")),
                message -> P256.sign(KEY, message));
    }
}
