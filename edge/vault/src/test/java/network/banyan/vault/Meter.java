// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A device with a chain of records, a minute apart unless told otherwise. */
public final class Meter {
    /** The start of an hour. */
    public static final long START = 1_763_683_200;

    private Hash secret = Sha256.hash(new byte[] {42});
    public final P256.PublicKey key = P256.publicKey(secret);
    public final Hash id = RegistryContract.idOf(key);
    private final List<DeviceRecord> records = new ArrayList<>();

    /** From now on it signs by another key, which is returned. */
    public P256.PublicKey rotate() {
        secret = Sha256.hash(secret.toBytes());
        return P256.publicKey(secret);
    }

    public DeviceKeys keys() {
        return DeviceKeys.only(key);
    }

    /** Measures once at each of these times, in seconds since 1970. */
    public void measureAt(long... seconds) {
        for (long second : seconds) {
            records.add(DeviceRecord.sign(
                    id,
                    records.size() + 1,
                    records.isEmpty() ? Hash.ZERO : records.getLast().id(),
                    second * 1000,
                    List.of(Reading.of("temperature", "Cel", "2" + second % 10)),
                    message -> P256.sign(secret, message)));
        }
    }

    /** {@code count} minutes, from the start of an hour. */
    public void measureHour(long hour, int count) {
        for (int minute = 0; minute < count; minute++) {
            measureAt(START + 3600 * hour + 60L * minute);
        }
    }

    public List<DeviceRecord> records() {
        return records;
    }

    /** As a gateway gives them: a few at once. */
    RecordSource source() {
        return source(records.stream().map(DeviceRecord::encoded).toList());
    }

    static RecordSource source(List<Bytes> records) {
        return sequence -> records.subList(
                (int) Math.min(sequence - 1, records.size()), (int) Math.min(sequence + 6, records.size()));
    }
}
