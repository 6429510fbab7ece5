// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import java.util.Arrays;

/** An immutable run of bytes with value equality, ordered as unsigned bytes. For call data, codes, keys and messages. */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Copies the array. */
    public static Bytes copyOf(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /** Takes the array over without copying: the caller must never write to it again. */
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /**
     * @throws IllegalArgumentException if the text is not hex
     */
    public static Bytes fromHex(String text) {
        return wrap(Hex.decode(text));
    }

    public int size() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    public byte at(int index) {
        return array[index];
    }

    public Bytes slice(int from, int to) {
        return wrap(Arrays.copyOfRange(array, from, to));
    }

    /** A fresh copy. */
    public byte[] toArray() {
        return array.clone();
    }

    /** The array itself, for hot paths that only read it. Writing to it breaks every holder of this value. */
    @SuppressWarnings("MissingDefault")
    public byte[] unsafeArray() {
        return array;
    }

    public String toHex() {
        return Hex.encode(array);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
