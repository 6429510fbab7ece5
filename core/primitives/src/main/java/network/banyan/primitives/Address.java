// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

/** 20 bytes that name an account. Ordered as unsigned bytes. Checksummed spelling (EIP-55) is a matter of display. */
public record Address(long a, long b, int c) implements Comparable<Address> {
    public static final int SIZE = 20;
    public static final Address ZERO = new Address(0, 0, 0);

    public static Address at(byte[] array, int offset) {
        return new Address(
                BigEndian.longAt(array, offset),
                BigEndian.longAt(array, offset + 8),
                BigEndian.intAt(array, offset + 16));
    }

    /**
     * @throws IllegalArgumentException unless there are exactly 20 bytes
     */
    public static Address of(byte[] array) {
        if (array.length != SIZE) {
            throw new IllegalArgumentException("an address has 20 bytes, not " + array.length);
        }
        return at(array, 0);
    }

    /**
     * @throws IllegalArgumentException unless the text is 40 hex digits
     */
    public static Address fromHex(String text) {
        return of(Hex.decode(text));
    }

    /** The low 20 bytes of a word, as the EVM reads an address from its stack. */
    public static Address ofWord(UInt256 word) {
        return new Address((word.b() << 32) | (word.c() >>> 32), (word.c() << 32) | (word.d() >>> 32), (int) word.d());
    }

    /** The address {@code 0x00..0n}: precompiles and system contracts live at such small numbers. */
    public static Address ofNumber(int number) {
        return new Address(0, 0, number);
    }

    public UInt256 toWord() {
        return new UInt256(0, a >>> 32, (a << 32) | (b >>> 32), (b << 32) | (c & 0xffffffffL));
    }

    public byte[] toArray() {
        byte[] array = new byte[SIZE];
        writeTo(array, 0);
        return array;
    }

    public void writeTo(byte[] array, int offset) {
        BigEndian.putLong(array, offset, a);
        BigEndian.putLong(array, offset + 8, b);
        BigEndian.putInt(array, offset + 16, c);
    }

    public Bytes toBytes() {
        return Bytes.wrap(toArray());
    }

    public String toHex() {
        return Hex.encode(toArray());
    }

    @Override
    public int hashCode() {
        long mixed = (a ^ (b * 0x9E3779B97F4A7C15L)) ^ ((long) c * 0xC2B2AE3D27D4EB4FL);
        return (int) (mixed ^ (mixed >>> 32));
    }

    @Override
    public int compareTo(Address other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        return order != 0 ? order : Integer.compareUnsigned(c, other.c);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
