// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

/** 32 bytes that name something: a Keccak-256 or SHA-256 digest, or a storage word. Ordered as unsigned bytes. */
public record Hash(long a, long b, long c, long d) implements Comparable<Hash> {
    public static final int SIZE = 32;
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    /** Reads 32 bytes from {@code offset}. */
    public static Hash at(byte[] array, int offset) {
        return new Hash(
                BigEndian.longAt(array, offset),
                BigEndian.longAt(array, offset + 8),
                BigEndian.longAt(array, offset + 16),
                BigEndian.longAt(array, offset + 24));
    }

    /**
     * @throws IllegalArgumentException unless there are exactly 32 bytes
     */
    public static Hash of(byte[] array) {
        if (array.length != SIZE) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + array.length);
        }
        return at(array, 0);
    }

    /**
     * @throws IllegalArgumentException unless the text is 64 hex digits
     */
    public static Hash fromHex(String text) {
        return of(Hex.decode(text));
    }

    public byte[] toArray() {
        byte[] array = new byte[SIZE];
        writeTo(array, 0);
        return array;
    }

    public void writeTo(byte[] array, int offset) {
        BigEndian.putLong(array, offset, a);
        BigEndian.putLong(array, offset + 8, b);
        BigEndian.putLong(array, offset + 16, c);
        BigEndian.putLong(array, offset + 24, d);
    }

    public Bytes toBytes() {
        return Bytes.wrap(toArray());
    }

    public UInt256 toUInt256() {
        return new UInt256(a, b, c, d);
    }

    public String toHex() {
        return Hex.encode(toArray());
    }

    /** Nibble {@code index} of 64, from the most significant. */
    public int nibble(int index) {
        long word = switch (index >>> 4) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            default -> d;
        };
        return (int) (word >>> (60 - 4 * (index & 15))) & 15;
    }

    @Override
    public int hashCode() {
        // A digest's bits are already spread evenly; storage words often differ only in the last limb.
        long mixed = a ^ b ^ c ^ (d * 0x9E3779B97F4A7C15L);
        return (int) (mixed ^ (mixed >>> 32));
    }

    @Override
    public int compareTo(Hash other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
