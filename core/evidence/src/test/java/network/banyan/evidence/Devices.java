// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Hash;

/** Devices with real keys that measure what the tests want. */
final class Devices {
    static final long TIME = 1_763_683_200_123L;

    private Devices() {}

    /** A device whose key comes from a number. */
    record Device(Hash privateKey, P256.PublicKey key, Hash id) {
        static Device number(int number) {
            Hash secret = Sha256.hash(new byte[] {(byte) number});
            P256.PublicKey key = P256.publicKey(secret);
            return new Device(secret, key, RegistryContract.idOf(key));
        }

        DeviceRecord record(long sequence, Hash previous, Reading... readings) {
            return DeviceRecord.sign(
                    id,
                    sequence,
                    previous,
                    TIME + 1000 * sequence,
                    List.of(readings),
                    message -> P256.sign(privateKey, message));
        }

        /** Records 1 to {@code count}, each with a temperature and a humidity. */
        List<DeviceRecord> chain(int count) {
            List<DeviceRecord> chain = new ArrayList<>();
            Hash previous = Hash.ZERO;
            for (int sequence = 1; sequence <= count; sequence++) {
                chain.add(record(
                        sequence,
                        previous,
                        Reading.of("temperature", "Cel", "2%d.50".formatted(sequence % 10)),
                        Reading.of("humidity", "%RH", "4" + sequence)));
                previous = chain.getLast().id();
            }
            return chain;
        }
    }
}
