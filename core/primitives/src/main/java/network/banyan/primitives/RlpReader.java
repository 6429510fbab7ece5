// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads RLP from hostile bytes, strictly: only the one canonical encoding of each item is accepted, no item reaches past
 * its list, and {@link #end} refuses what is left over. Every refusal is an {@link RlpException}.
 */
public final class RlpReader {
    private final byte[] buffer;
    private final int limit;
    private int position;

    public RlpReader(byte[] buffer) {
        this(buffer, 0, buffer.length);
    }

    private RlpReader(byte[] buffer, int position, int limit) {
        this.buffer = buffer;
        this.position = position;
        this.limit = limit;
    }

    public boolean hasMore() {
        return position < limit;
    }

    public boolean nextIsList() {
        return hasMore() && (buffer[position] & 0xff) >= 0xc0;
    }

    /** A reader over the items of the next list. */
    public RlpReader list() {
        if (!nextIsList()) {
            throw new RlpException("expected a list");
        }
        int first = buffer[position] & 0xff;
        int length = length(first, 0xc0);
        int start = position;
        position += length;
        return new RlpReader(buffer, start, start + length);
    }

    /** Every item of the next list. */
    public <T> List<T> list(Function<RlpReader, T> item) {
        RlpReader inner = list();
        List<T> items = new ArrayList<>();
        while (inner.hasMore()) {
            items.add(item.apply(inner));
        }
        return List.copyOf(items);
    }

    public byte[] array() {
        if (!hasMore()) {
            throw new RlpException("expected a string, found the end");
        }
        int first = buffer[position] & 0xff;
        if (first < 0x80) {
            return new byte[] {buffer[position++]};
        }
        if (first >= 0xc0) {
            throw new RlpException("expected a string, found a list");
        }
        int length = length(first, 0x80);
        if (length == 1 && buffer[position] >= 0) {
            throw new RlpException("a single byte below 0x80 encodes itself");
        }
        byte[] value = Arrays.copyOfRange(buffer, position, position + length);
        position += length;
        return value;
    }

    public Bytes bytes() {
        return Bytes.wrap(array());
    }

    public Hash hash() {
        byte[] value = array();
        if (value.length != Hash.SIZE) {
            throw new RlpException("expected 32 bytes, found " + value.length);
        }
        return Hash.at(value, 0);
    }

    public Address address() {
        byte[] value = array();
        if (value.length != Address.SIZE) {
            throw new RlpException("expected 20 bytes, found " + value.length);
        }
        return Address.at(value, 0);
    }

    public UInt256 number() {
        byte[] value = array();
        if (value.length > 32) {
            throw new RlpException("number over 256 bits");
        }
        if (value.length > 0 && value[0] == 0) {
            throw new RlpException("number with a leading zero");
        }
        return UInt256.ofBytes(value);
    }

    /** A number below 2^63. */
    public long longNumber() {
        UInt256 value = number();
        if (!value.fitsLong()) {
            throw new RlpException("number over 63 bits");
        }
        return value.d();
    }

    /** A number below 2^64, as an unsigned long. */
    public long unsignedLong() {
        UInt256 value = number();
        if (value.bitLength() > Long.SIZE) {
            throw new RlpException("number over 64 bits");
        }
        return value.d();
    }

    /** The next item as it stands, header included. */
    public byte[] raw() {
        int start = position;
        skip();
        return Arrays.copyOfRange(buffer, start, position);
    }

    /** Steps over the next item without looking inside a list. */
    public void skip() {
        if (nextIsList()) {
            list();
        } else {
            array();
        }
    }

    /**
     * @throws RlpException if anything is left
     */
    public void end() {
        if (hasMore()) {
            throw new RlpException((limit - position) + " bytes too many");
        }
    }

    private int length(int first, int base) {
        position++;
        int length;
        if (first < base + 56) {
            length = first - base;
        } else {
            int count = first - base - 55;
            if (count > 4 || limit - position < count) {
                throw new RlpException("length reaches past the end");
            }
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = (value << 8) | (buffer[position + i] & 0xff);
            }
            if (buffer[position] == 0 || value < 56) {
                throw new RlpException("length is not in its shortest form");
            }
            position += count;
            if (value > Integer.MAX_VALUE) {
                throw new RlpException("length reaches past the end");
            }
            length = (int) value;
        }
        if (limit - position < length) {
            throw new RlpException("length reaches past the end");
        }
        return length;
    }
}
