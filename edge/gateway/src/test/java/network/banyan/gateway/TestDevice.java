// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A device, or a gateway, with a key that comes from its name, and a chain of records that goes on. */
public final class TestDevice implements DeviceSigner {
    public static final long TIME = 1_763_683_200_000L;

    private final Hash secret;
    private final P256.PublicKey key;
    private long sequence;
    private Hash last = Hash.ZERO;

    public TestDevice(String name) {
        this.secret = Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
        this.key = P256.publicKey(secret);
    }

    @Override
    public P256.PublicKey key() {
        return key;
    }

    @Override
    public KeyStorage storage() {
        return KeyStorage.SOFTWARE;
    }

    @Override
    public String label() {
        return "test key";
    }

    @Override
    public Bytes sign(byte[] message) {
        return P256.sign(secret, message);
    }

    public Hash secret() {
        return secret;
    }

    /** The next record of its chain. */
    public DeviceRecord next(Reading... readings) {
        return next(this, readings);
    }

    /** As {@link #next}, but with some signature that is not its key's: for tests in which nobody checks it. */
    public DeviceRecord nextUnsigned(Reading... readings) {
        return next(_ -> SOME_SIGNATURE, readings);
    }

    public List<DeviceRecord> chain(int count) {
        List<DeviceRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(next(Reading.of("temperature", "Cel", "2" + i % 10)));
        }
        return records;
    }

    /** A record of any number behind any other. */
    public DeviceRecord record(long number, Hash previous, Reading... readings) {
        return DeviceRecord.sign(device(), number, previous, TIME + 1000 * number, List.of(readings), this);
    }

    private DeviceRecord next(DeviceRecord.Signer signer, Reading... readings) {
        List<Reading> content =
                readings.length == 0 ? List.of(Reading.of("temperature", "Cel", "21.5")) : List.of(readings);
        DeviceRecord record =
                DeviceRecord.sign(device(), sequence + 1, last, TIME + 1000 * (sequence + 1), content, signer);
        sequence++;
        last = record.id();
        return record;
    }

    private static final Bytes SOME_SIGNATURE = Bytes.fromHex("01".repeat(64));
}
