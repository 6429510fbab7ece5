// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.AnchorPlace;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.RecordStore;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;

/**
 * Device records in {@link Column#RECORDS}: {@code r} id to record; {@code s} device, sequence to id; {@code n} arrival
 * number to id; {@code p} device, first sequence to anchor; {@code h} the height up to which anchors are indexed.
 */
final class RocksRecordStore implements RecordStore {
    static final byte[] INDEXED = {'h'};
    private static final byte[] ARRIVALS = {'n'};

    private final Database database;
    private long arrived;

    RocksRecordStore(Database database) {
        this.database = database;
        List<Long> last = new ArrayList<>(1);
        database.scanBack(Column.RECORDS, ARRIVALS, Key.of('n', Long.MAX_VALUE), (key, value) -> {
            last.add(BigEndian.longAt(key, 1));
            return false;
        });
        this.arrived = last.isEmpty() ? 0 : last.getFirst();
    }

    @Override
    public synchronized void append(List<DeviceRecord> records) {
        database.writeDurably(batch -> {
            long number = arrived;
            for (DeviceRecord record : records) {
                byte[] id = record.id().toArray();
                batch.put(
                        Column.RECORDS,
                        Key.of('r', record.id()),
                        record.encoded().unsafeArray());
                batch.put(Column.RECORDS, Key.of('s', record.device(), record.sequence()), id);
                batch.put(Column.RECORDS, Key.of('n', ++number), id);
            }
        });
        arrived += records.size();
    }

    @Override
    public Optional<Bytes> record(Hash id) {
        return Optional.ofNullable(database.get(Column.RECORDS, Key.of('r', id)))
                .map(Bytes::wrap);
    }

    @Override
    public Optional<Hash> idAt(Hash device, long sequence) {
        return Optional.ofNullable(database.get(Column.RECORDS, Key.of('s', device, sequence)))
                .map(Hash::of);
    }

    @Override
    public long lastSequence(Hash device) {
        List<Long> last = new ArrayList<>(1);
        database.scanBack(Column.RECORDS, Key.of('s', device), Key.of('s', device, Long.MAX_VALUE), (key, value) -> {
            last.add(BigEndian.longAt(key, 1 + Hash.SIZE));
            return false;
        });
        return last.isEmpty() ? 0 : last.getFirst();
    }

    @Override
    public List<Arrival> arrivals(long before, int limit) {
        List<Arrival> newest = new ArrayList<>();
        if (before <= 1 || limit <= 0) {
            return newest;
        }
        database.scanBack(Column.RECORDS, ARRIVALS, Key.of('n', before - 1), (key, value) -> {
            newest.add(new Arrival(BigEndian.longAt(key, 1), Hash.of(value)));
            return newest.size() < limit;
        });
        return newest;
    }

    @Override
    public synchronized void index(long block, List<AnchorPlace> places) {
        byte[] height = new byte[Long.BYTES];
        BigEndian.putLong(height, 0, Math.max(block, indexedHeight()));
        database.writeEventually(batch -> {
            for (AnchorPlace place : places) {
                byte[] key = Key.of('p', place.batch().device(), place.batch().firstSequence());
                batch.put(Column.RECORDS, key, place.encode());
            }
            batch.put(Column.RECORDS, INDEXED, height);
        });
    }

    @Override
    public long indexedHeight() {
        byte[] height = database.get(Column.RECORDS, INDEXED);
        return height == null ? 0 : BigEndian.longAt(height, 0);
    }

    @Override
    public Optional<AnchorPlace> place(Hash device, long sequence) {
        return lastPlace(device, sequence).filter(place -> place.batch().covers(sequence));
    }

    @Override
    public long anchoredThrough(Hash device) {
        return lastPlace(device, Long.MAX_VALUE)
                .map(place -> place.batch().lastSequence())
                .orElse(0L);
    }

    /** The anchor of the device's last batch that begins at this sequence number or before. */
    private Optional<AnchorPlace> lastPlace(Hash device, long sequence) {
        List<byte[]> last = new ArrayList<>(1);
        database.scanBack(Column.RECORDS, Key.of('p', device), Key.of('p', device, sequence), (key, value) -> {
            last.add(value);
            return false;
        });
        try {
            return last.stream().findFirst().map(AnchorPlace::decode);
        } catch (RlpException e) {
            throw StorageException.damaged(database.folder(), "an anchor of device " + device + ": " + e.getMessage());
        }
    }
}
