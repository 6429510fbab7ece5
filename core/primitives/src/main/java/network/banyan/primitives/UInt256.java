// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import java.math.BigInteger;

/**
 * An unsigned integer from 0 to 2^256 - 1: balances, values, storage words. Limb {@code a} is the most significant.
 *
 * <p>{@link #plus} and {@link #minus} wrap, as the EVM does; money uses {@link #plusExact} and {@link #minusExact}.
 */
public record UInt256(long a, long b, long c, long d) implements Comparable<UInt256> {
    public static final UInt256 ZERO = new UInt256(0, 0, 0, 0);
    public static final UInt256 ONE = new UInt256(0, 0, 0, 1);
    public static final UInt256 MAX = new UInt256(-1, -1, -1, -1);

    /** A non-negative number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static UInt256 of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        return value == 0 ? ZERO : new UInt256(0, 0, 0, value);
    }

    /**
     * @throws IllegalArgumentException if the number is negative or needs more than 256 bits
     */
    public static UInt256 of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("not an unsigned 256-bit number: " + value);
        }
        return new UInt256(
                value.shiftRight(192).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(64).longValue(),
                value.longValue());
    }

    /** Reads 32 big-endian bytes from {@code offset}. */
    public static UInt256 at(byte[] array, int offset) {
        return new UInt256(
                BigEndian.longAt(array, offset),
                BigEndian.longAt(array, offset + 8),
                BigEndian.longAt(array, offset + 16),
                BigEndian.longAt(array, offset + 24));
    }

    /** Up to 32 big-endian bytes.
     *
     * @throws IllegalArgumentException if there are more
     */
    public static UInt256 ofBytes(byte[] bigEndian) {
        if (bigEndian.length > 32) {
            throw new IllegalArgumentException("more than 32 bytes: " + bigEndian.length);
        }
        byte[] word = new byte[32];
        System.arraycopy(bigEndian, 0, word, 32 - bigEndian.length, bigEndian.length);
        return at(word, 0);
    }

    /** Reads hex digits after {@code 0x}, any count from 1 to 64.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static UInt256 fromHex(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (digits.isEmpty() || digits.length() > 64) {
            throw new IllegalArgumentException("not a 256-bit hex number: " + digits.length() + " digits");
        }
        return ofBytes(Hex.decode(digits.length() % 2 == 0 ? digits : "0" + digits));
    }

    public boolean isZero() {
        return (a | b | c | d) == 0;
    }

    public UInt256 plus(UInt256 other) {
        long r0 = d + other.d;
        long carry0 = Long.compareUnsigned(r0, d) < 0 ? 1 : 0;
        long s1 = c + other.c;
        long r1 = s1 + carry0;
        long carry1 = Long.compareUnsigned(s1, c) < 0 || Long.compareUnsigned(r1, s1) < 0 ? 1 : 0;
        long s2 = b + other.b;
        long r2 = s2 + carry1;
        long carry2 = Long.compareUnsigned(s2, b) < 0 || Long.compareUnsigned(r2, s2) < 0 ? 1 : 0;
        return new UInt256(a + other.a + carry2, r2, r1, r0);
    }

    public UInt256 minus(UInt256 other) {
        long r0 = d - other.d;
        long borrow0 = Long.compareUnsigned(d, other.d) < 0 ? 1 : 0;
        long s1 = c - other.c;
        long r1 = s1 - borrow0;
        long borrow1 = Long.compareUnsigned(c, other.c) < 0 || Long.compareUnsigned(s1, borrow0) < 0 ? 1 : 0;
        long s2 = b - other.b;
        long r2 = s2 - borrow1;
        long borrow2 = Long.compareUnsigned(b, other.b) < 0 || Long.compareUnsigned(s2, borrow1) < 0 ? 1 : 0;
        return new UInt256(a - other.a - borrow2, r2, r1, r0);
    }

    /**
     * @throws ArithmeticException if the sum needs more than 256 bits
     */
    public UInt256 plusExact(UInt256 other) {
        UInt256 sum = plus(other);
        if (sum.compareTo(this) < 0) {
            throw new ArithmeticException("256-bit overflow");
        }
        return sum;
    }

    /**
     * @throws ArithmeticException if the difference is negative
     */
    public UInt256 minusExact(UInt256 other) {
        if (compareTo(other) < 0) {
            throw new ArithmeticException("256-bit underflow");
        }
        return minus(other);
    }

    /**
     * @param factor not negative
     * @throws ArithmeticException if the product needs more than 256 bits
     */
    public UInt256 timesExact(long factor) {
        Invariant.check(factor >= 0, "negative factor %d", factor);
        if ((a | b) == 0 && c == 0) {
            return new UInt256(0, 0, Math.unsignedMultiplyHigh(d, factor), d * factor);
        }
        BigInteger product = toBigInteger().multiply(BigInteger.valueOf(factor));
        if (product.bitLength() > 256) {
            throw new ArithmeticException("256-bit overflow");
        }
        return of(product);
    }

    /** Whether the value fits a non-negative {@code long}. */
    public boolean fitsLong() {
        return (a | b | c) == 0 && d >= 0;
    }

    /**
     * @throws ArithmeticException if it does not fit
     */
    public long toLongExact() {
        if (!fitsLong()) {
            throw new ArithmeticException("does not fit 63 bits: " + this);
        }
        return d;
    }

    public BigInteger toBigInteger() {
        return fitsLong() ? BigInteger.valueOf(d) : new BigInteger(1, toArray());
    }

    /** 32 big-endian bytes. */
    public byte[] toArray() {
        byte[] array = new byte[32];
        writeTo(array, 0);
        return array;
    }

    public void writeTo(byte[] array, int offset) {
        BigEndian.putLong(array, offset, a);
        BigEndian.putLong(array, offset + 8, b);
        BigEndian.putLong(array, offset + 16, c);
        BigEndian.putLong(array, offset + 24, d);
    }

    /** Big-endian without leading zeros; no bytes for zero. The form RLP uses. */
    public byte[] toMinimalArray() {
        int size = (bitLength() + 7) / 8;
        byte[] minimal = new byte[size];
        System.arraycopy(toArray(), 32 - size, minimal, 0, size);
        return minimal;
    }

    public int bitLength() {
        if (a != 0) {
            return 256 - Long.numberOfLeadingZeros(a);
        }
        if (b != 0) {
            return 192 - Long.numberOfLeadingZeros(b);
        }
        return c != 0 ? 128 - Long.numberOfLeadingZeros(c) : 64 - Long.numberOfLeadingZeros(d);
    }

    public Hash toHash() {
        return new Hash(a, b, c, d);
    }

    /** As a JSON-RPC quantity: {@code 0x0}, {@code 0x1f}. */
    public String toQuantity() {
        return fitsLong() ? "0x" + Long.toHexString(d) : "0x" + toBigInteger().toString(16);
    }

    @Override
    public int hashCode() {
        long mixed = a ^ b ^ c ^ (d * 0x9E3779B97F4A7C15L);
        return (int) (mixed ^ (mixed >>> 32));
    }

    @Override
    public int compareTo(UInt256 other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
