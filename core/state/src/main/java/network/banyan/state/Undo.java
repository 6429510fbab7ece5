// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What the flat entries that a block changed held before it. Kept as the bytes that are also stored, because a node holds
 * hundreds of these: for each entry in key order the key's length (1 byte), the key, the value's length (1 byte), and the
 * value; no value if there was no entry.
 */
final class Undo {
    private final byte[] encoded;
    private final int[] starts;

    private Undo(byte[] encoded, int[] starts) {
        this.encoded = encoded;
        this.starts = starts;
    }

    /** @param changes in the order of their keys */
    static Undo of(List<FlatChange> changes) {
        var out = new ByteArrayOutputStream(112 * changes.size());
        for (FlatChange change : changes) {
            append(out, change.key());
            append(out, change.before());
        }
        return decode(out.toByteArray());
    }

    /**
     * @throws StateException if the bytes were not written by {@link #encoded}
     */
    static Undo decode(byte[] encoded) {
        int[] starts = new int[encoded.length / 64 + 1];
        int count = 0;
        int position = 0;
        while (position < encoded.length) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = position;
            for (int part = 0; part < 2; part++) {
                if (position >= encoded.length) {
                    throw StateException.damaged("a record of earlier values");
                }
                position += 1 + (encoded[position] & 0xff);
            }
        }
        if (position != encoded.length) {
            throw StateException.damaged("a record of earlier values");
        }
        return new Undo(encoded, Arrays.copyOf(starts, count));
    }

    Bytes encoded() {
        return Bytes.wrap(encoded);
    }

    /** Bytes of heap, nearly. */
    int size() {
        return encoded.length + 4 * starts.length;
    }

    /** The value before the block; no bytes if there was no entry, null if the block did not change it. */
    @Nullable
    Bytes find(byte[] key) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int from = starts[middle] + 1;
            int to = from + (encoded[from - 1] & 0xff);
            int order = Arrays.compareUnsigned(encoded, from, to, key, 0, key.length);
            if (order == 0) {
                return Bytes.wrap(Arrays.copyOfRange(encoded, to + 1, to + 1 + (encoded[to] & 0xff)));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private static void append(ByteArrayOutputStream out, Bytes part) {
        out.write(part.size());
        out.writeBytes(part.unsafeArray());
    }
}
