// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Reads values in their order from bytes in Solidity's ABI (version 2). The bytes are a stranger's: every length is held
 * against a bound of the caller's and against what is there. Every refusal is an {@link AbiException}.
 */
public final class AbiReader {
    private final byte[] data;

    /** Where the offsets of what has no fixed size are counted from. */
    private final int base;

    private int position;

    private AbiReader(byte[] data, int base) {
        this.data = data;
        this.base = base;
        this.position = base;
    }

    /** What a call returned. */
    public static AbiReader ofOutput(Bytes data) {
        return new AbiReader(data.unsafeArray(), 0);
    }

    /** The arguments behind a selector: of a call, or of a custom error. */
    public static AbiReader ofArguments(Bytes data) {
        if (data.size() < AbiValue.SELECTOR_SIZE) {
            throw new AbiException("the ABI data ends before its selector does");
        }
        return new AbiReader(data.unsafeArray(), AbiValue.SELECTOR_SIZE);
    }

    public Hash word() {
        if (data.length - position < Hash.SIZE) {
            throw new AbiException("the ABI data ends too early");
        }
        position += Hash.SIZE;
        return Hash.at(data, position - Hash.SIZE);
    }

    public UInt256 uint() {
        return word().toUInt256();
    }

    /** A number of at most {@code bits} bits, 63 or less. */
    public long number(int bits) {
        UInt256 value = uint();
        if (value.bitLength() > bits) {
            throw new AbiException("an ABI number over %d bits".formatted(bits));
        }
        return value.d();
    }

    public boolean flag() {
        return number(1) == 1;
    }

    public Address address() {
        UInt256 word = uint();
        if (word.bitLength() > 8 * Address.SIZE) {
            throw new AbiException("an ABI address over 160 bits");
        }
        return Address.ofWord(word);
    }

    /** {@code bytes}, at most so many. */
    public Bytes bytes(int most) {
        AbiReader there = struct();
        int size = (int) there.number(31);
        if (size > most || size > data.length - there.position) {
            throw new AbiException("%d ABI bytes where %d may stand".formatted(size, most));
        }
        return Bytes.wrap(Arrays.copyOfRange(data, there.position, there.position + size));
    }

    /** {@code string}, of at most so many bytes. What is no UTF-8 is replaced, as Java does. */
    public String text(int most) {
        return new String(bytes(most).unsafeArray(), StandardCharsets.UTF_8);
    }

    /** A struct that has members of no fixed size. The members of any other stand in line. */
    public AbiReader struct() {
        long offset = number(31);
        if (offset > data.length - base) {
            throw new AbiException("an ABI offset beyond the data");
        }
        return new AbiReader(data, base + (int) offset);
    }

    /** An array of at most so many items. */
    public <T> List<T> list(int most, Function<AbiReader, T> item) {
        AbiReader there = struct();
        int size = (int) there.number(31);
        if (size > most || size > (data.length - there.position) / Hash.SIZE) {
            throw new AbiException("%d ABI items where %d may stand".formatted(size, most));
        }
        var items = new AbiReader(data, there.position);
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(item.apply(items));
        }
        return list;
    }
}
