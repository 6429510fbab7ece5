// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.gateway;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** A device of the bench, with a key of its own and records signed before the clock starts. */
final class SignedLoad implements DeviceSigner {
    private static final long START_MILLIS = 1_763_683_200_000L;

    private final KeyPair pair;
    private final P256.PublicKey key;
    private long sequence;
    private Hash last = Hash.ZERO;

    SignedLoad() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
        var point = ((ECPublicKey) pair.getPublic()).getW();
        key = new P256.PublicKey(
                UInt256.of(point.getAffineX()).toHash(),
                UInt256.of(point.getAffineY()).toHash());
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
        return "key of a bench";
    }

    @Override
    public Bytes sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return P256.toLowS(Bytes.wrap(signature.sign()));
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    /** Messages of so many records, each with two readings. */
    List<Bytes> messages(int count, int recordsEach) {
        List<Bytes> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            var message = new ByteArrayOutputStream();
            for (int j = 0; j < recordsEach; j++) {
                message.writeBytes(next().encoded().unsafeArray());
            }
            messages.add(Bytes.wrap(message.toByteArray()));
        }
        return messages;
    }

    private DeviceRecord next() {
        sequence++;
        DeviceRecord record = DeviceRecord.sign(
                device(),
                sequence,
                last,
                START_MILLIS + 1_000 * sequence,
                List.of(
                        Reading.of("temperature", "Cel", "21.50"),
                        Reading.of("humidity", "%RH", Long.toString(sequence % 100))),
                this);
        last = record.id();
        return record;
    }
}
