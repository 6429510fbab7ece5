// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/** Writes the part of CBOR that our formats use, each item in its one deterministic form (RFC 8949, section 4.2.1). */
public final class CborWriter {
    public static final int UNSIGNED = 0;
    public static final int NEGATIVE = 1;
    public static final int BYTES = 2;
    public static final int TEXT = 3;
    public static final int ARRAY = 4;
    public static final int MAP = 5;
    public static final int TAG = 6;
    static final int SIMPLE = 7;
    static final int NULL = 22;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public CborWriter integer(long value) {
        return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, ~value);
    }

    public CborWriter bytes(byte[] value) {
        head(BYTES, value.length);
        out.writeBytes(value);
        return this;
    }

    public CborWriter bytes(Bytes value) {
        return bytes(value.unsafeArray());
    }

    public CborWriter text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, encoded.length);
        out.writeBytes(encoded);
        return this;
    }

    /** Opens an array; exactly {@code items} items must follow. */
    public CborWriter array(int items) {
        return head(ARRAY, items);
    }

    /** Opens a map; exactly {@code entries} keys, each with its value, must follow in the order of their encodings. */
    public CborWriter map(int entries) {
        return head(MAP, entries);
    }

    public CborWriter tag(long number) {
        return head(TAG, number);
    }

    /** The simple value null. */
    public CborWriter nil() {
        out.write(SIMPLE << 5 | NULL);
        return this;
    }

    public Bytes toBytes() {
        return Bytes.wrap(out.toByteArray());
    }

    private CborWriter head(int major, long value) {
        Invariant.check(value >= 0, "CBOR head of %d", value);
        int type = major << 5;
        if (value < 24) {
            out.write(type | (int) value);
            return this;
        }
        int size = value < 0x100 ? 0 : value < 0x1_0000 ? 1 : value < 0x1_0000_0000L ? 2 : 3;
        out.write(type | (24 + size));
        for (int shift = 8 * ((1 << size) - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }
}
