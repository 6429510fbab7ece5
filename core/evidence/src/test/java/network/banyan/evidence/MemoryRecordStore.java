// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A store that forgets everything at the end of a test. */
final class MemoryRecordStore implements RecordStore {
    private final SortedMap<Hash, Bytes> records = new TreeMap<>();
    private final SortedMap<Hash, NavigableMap<Long, Hash>> sequences = new TreeMap<>();
    private final SortedMap<Hash, NavigableMap<Long, AnchorPlace>> places = new TreeMap<>();
    private final List<Hash> arrivals = new ArrayList<>();
    private long height;

    @Override
    public void append(List<DeviceRecord> added) {
        for (DeviceRecord record : added) {
            records.put(record.id(), record.encoded());
            sequences
                    .computeIfAbsent(record.device(), device -> new TreeMap<>())
                    .put(record.sequence(), record.id());
            arrivals.add(record.id());
        }
    }

    @Override
    public Optional<Bytes> record(Hash id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public Optional<Hash> idAt(Hash device, long sequence) {
        return Optional.ofNullable(
                sequences.getOrDefault(device, new TreeMap<>()).get(sequence));
    }

    @Override
    public long lastSequence(Hash device) {
        return sequences.containsKey(device) ? sequences.get(device).lastKey() : 0;
    }

    @Override
    public List<Arrival> arrivals(long before, int limit) {
        List<Arrival> newest = new ArrayList<>();
        for (long number = Math.min(before - 1, arrivals.size()); number >= 1 && newest.size() < limit; number--) {
            newest.add(new Arrival(number, arrivals.get((int) number - 1)));
        }
        return newest;
    }

    @Override
    public void index(long block, List<AnchorPlace> added) {
        for (AnchorPlace place : added) {
            places.computeIfAbsent(place.batch().device(), device -> new TreeMap<>())
                    .put(place.batch().firstSequence(), AnchorPlace.decode(place.encode()));
        }
        height = Math.max(height, block);
    }

    @Override
    public long indexedHeight() {
        return height;
    }

    @Override
    public Optional<AnchorPlace> place(Hash device, long sequence) {
        var floor = places.getOrDefault(device, new TreeMap<>()).floorEntry(sequence);
        return floor == null || !floor.getValue().batch().covers(sequence)
                ? Optional.empty()
                : Optional.of(floor.getValue());
    }

    @Override
    public long anchoredThrough(Hash device) {
        return places.containsKey(device)
                ? places.get(device).lastEntry().getValue().batch().lastSequence()
                : 0;
    }
}
