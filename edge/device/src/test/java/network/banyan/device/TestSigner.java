// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A key that comes from a number. */
record TestSigner(Hash secret, P256.PublicKey key) implements DeviceSigner {
    static final long TIME = 1_763_683_200_000L;

    static TestSigner number(int number) {
        Hash secret = Sha256.hash(new byte[] {(byte) number});
        return new TestSigner(secret, P256.publicKey(secret));
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

    /** The record after what a journal holds. */
    DeviceRecord next(Journal journal) {
        long sequence = journal.lastSequence() + 1;
        return DeviceRecord.sign(
                device(),
                sequence,
                journal.lastId(),
                TIME + sequence,
                List.of(Reading.of("count", "", Long.toString(sequence))),
                this);
    }
}
