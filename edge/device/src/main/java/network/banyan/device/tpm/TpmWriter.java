// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.ByteArrayOutputStream;
import network.banyan.primitives.Bytes;

/** Writes as TPMs read: big-endian numbers, and byte strings behind two bytes of length. */
final class TpmWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    TpmWriter u8(int value) {
        out.write(value);
        return this;
    }

    TpmWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    TpmWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    TpmWriter sized(byte[] value) {
        u16(value.length);
        out.writeBytes(value);
        return this;
    }

    TpmWriter sized(Bytes value) {
        return sized(value.unsafeArray());
    }

    TpmWriter raw(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toArray() {
        return out.toByteArray();
    }

    Bytes toBytes() {
        return Bytes.wrap(toArray());
    }
}
