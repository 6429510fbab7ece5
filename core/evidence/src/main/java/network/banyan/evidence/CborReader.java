// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.banyan.primitives.Bytes;

/**
 * Reads from hostile bytes the part of CBOR that our formats use, and only its deterministic form (RFC 8949, section
 * 4.2.1): shortest heads, definite lengths, nothing left over. No item is ever believed to be longer than the bytes that
 * are there. Every refusal is an {@link EvidenceFormatException}.
 *
 * <p>Callers ask for what must come next, so nesting is bounded by their code, not by the input.
 */
public final class CborReader {
    private static final String[] NAMES = {
        "a number", "a negative number", "a byte string", "a text", "an array", "a map", "a tag", "a simple value"
    };

    private final byte[] buffer;
    private int position;

    public CborReader(Bytes input) {
        this(input, 0);
    }

    /** Reads from an offset on. */
    public CborReader(Bytes input, int from) {
        this.buffer = input.unsafeArray();
        this.position = from;
    }

    /** Where the next item starts, in bytes from the input's first. */
    public int position() {
        return position;
    }

    /** The major type of the next item, 0 to 7. */
    public int nextType() {
        if (position == buffer.length) {
            throw new EvidenceFormatException("the CBOR ends too early");
        }
        return (buffer[position] & 0xff) >>> 5;
    }

    /** A number from 0 to 2^63 - 1. */
    public long unsigned() {
        return head(CborWriter.UNSIGNED);
    }

    /** A number from -2^63 to 2^63 - 1. */
    public long integer() {
        return nextType() == CborWriter.NEGATIVE ? ~head(CborWriter.NEGATIVE) : unsigned();
    }

    public Bytes bytes() {
        return Bytes.wrap(content(CborWriter.BYTES));
    }

    public String text() {
        byte[] content = content(CborWriter.TEXT);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new EvidenceFormatException("a text is not UTF-8");
        }
    }

    /** The number of items in the array that starts here. */
    public int array() {
        return (int) within(head(CborWriter.ARRAY), 1);
    }

    /** The number of entries in the map that starts here. */
    public int map() {
        return (int) within(head(CborWriter.MAP), 2);
    }

    public void array(int items, String what) {
        int found = array();
        if (found != items) {
            throw EvidenceFormatException.of("%s has %d items, not %d", what, items, found);
        }
    }

    public void tag(long number) {
        long found = head(CborWriter.TAG);
        if (found != number) {
            throw EvidenceFormatException.of("expected CBOR tag %d, found %d", number, found);
        }
    }

    /** The simple value null. */
    public void nil() {
        if (nextType() != CborWriter.SIMPLE || (buffer[position] & 31) != CborWriter.NULL) {
            throw new EvidenceFormatException("expected null");
        }
        position++;
    }

    public void end() {
        if (position != buffer.length) {
            throw EvidenceFormatException.of("%d bytes too many after the CBOR", buffer.length - position);
        }
    }

    private byte[] content(int major) {
        int length = (int) within(head(major), 1);
        position += length;
        return Arrays.copyOfRange(buffer, position - length, position);
    }

    private long within(long items, int bytesEach) {
        if (items > (buffer.length - position) / bytesEach) {
            throw new EvidenceFormatException("a CBOR length reaches past the end");
        }
        return items;
    }

    private long head(int major) {
        int found = nextType();
        if (found != major) {
            throw EvidenceFormatException.of("expected %s, found %s", NAMES[major], NAMES[found]);
        }
        int low = buffer[position++] & 31;
        if (low < 24) {
            return low;
        }
        if (low > 27) {
            throw new EvidenceFormatException("CBOR of indefinite or reserved length");
        }
        int size = 1 << (low - 24);
        if (buffer.length - position < size) {
            throw new EvidenceFormatException("the CBOR ends too early");
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (buffer[position++] & 0xff);
        }
        if (value < 0) {
            throw new EvidenceFormatException("a CBOR number over 63 bits");
        }
        long least = size == 1 ? 24 : 1L << (4 * size);
        if (value < least) {
            throw new EvidenceFormatException("a CBOR head is not in its shortest form");
        }
        return value;
    }
}
