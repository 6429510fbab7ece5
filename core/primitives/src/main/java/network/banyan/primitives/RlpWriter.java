// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import java.util.Arrays;

/**
 * Writes RLP (Ethereum Yellow Paper, appendix B) into one growing array. A list is opened with {@link #beginList} and
 * closed with {@link #endList}, which puts the length in front.
 */
public final class RlpWriter {
    private byte[] buffer;
    private int size;
    private int[] listStarts = new int[8];
    private int depth;

    public RlpWriter() {
        this(256);
    }

    public RlpWriter(int capacity) {
        this.buffer = new byte[capacity];
    }

    public RlpWriter beginList() {
        if (depth == listStarts.length) {
            listStarts = Arrays.copyOf(listStarts, 2 * depth);
        }
        listStarts[depth++] = size;
        return this;
    }

    public RlpWriter endList() {
        Invariant.check(depth > 0, "endList without beginList");
        int start = listStarts[--depth];
        int payload = size - start;
        int header = payload < 56 ? 1 : 1 + bytesOf(payload);
        reserve(header);
        System.arraycopy(buffer, start, buffer, start + header, payload);
        size += header;
        putLength(start, payload, 0xc0);
        return this;
    }

    public RlpWriter write(byte[] bytes) {
        return write(bytes, 0, bytes.length);
    }

    public RlpWriter write(byte[] bytes, int offset, int length) {
        if (length == 1 && bytes[offset] >= 0) {
            reserve(1);
            buffer[size++] = bytes[offset];
            return this;
        }
        int header = length < 56 ? 1 : 1 + bytesOf(length);
        reserve(header + length);
        putLength(size, length, 0x80);
        System.arraycopy(bytes, offset, buffer, size + header, length);
        size += header + length;
        return this;
    }

    public RlpWriter write(Bytes bytes) {
        return write(bytes.unsafeArray());
    }

    public RlpWriter write(Hash hash) {
        reserve(33);
        buffer[size] = (byte) 0xa0;
        hash.writeTo(buffer, size + 1);
        size += 33;
        return this;
    }

    public RlpWriter write(Address address) {
        reserve(21);
        buffer[size] = (byte) 0x94;
        address.writeTo(buffer, size + 1);
        size += 21;
        return this;
    }

    /** A number without leading zeros; zero is the empty string. */
    public RlpWriter write(UInt256 number) {
        return number.fitsLong() ? write(number.d()) : write(number.toMinimalArray());
    }

    /** A non-negative number. */
    public RlpWriter write(long number) {
        Invariant.check(number >= 0, "negative number %d", number);
        int length = (71 - Long.numberOfLeadingZeros(number)) / 8;
        reserve(9);
        if (length == 1 && number < 0x80) {
            buffer[size++] = (byte) number;
            return this;
        }
        buffer[size++] = (byte) (0x80 + length);
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (number >>> shift);
        }
        return this;
    }

    /** Bytes that are RLP already. */
    public RlpWriter writeRaw(byte[] encoded) {
        reserve(encoded.length);
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
        return this;
    }

    public byte[] toArray() {
        Invariant.check(depth == 0, "%d lists still open", depth);
        return Arrays.copyOf(buffer, size);
    }

    private void putLength(int at, int length, int base) {
        if (length < 56) {
            buffer[at] = (byte) (base + length);
            return;
        }
        int count = bytesOf(length);
        buffer[at] = (byte) (base + 55 + count);
        for (int i = 0; i < count; i++) {
            buffer[at + 1 + i] = (byte) (length >>> (8 * (count - 1 - i)));
        }
    }

    private static int bytesOf(int length) {
        return (39 - Integer.numberOfLeadingZeros(length)) / 8;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
