// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * An argument as Solidity's ABI (version 2) encodes it. What a value is called in Solidity stands only in the signature:
 * numbers, addresses, flags and {@code bytes32} are all words.
 */
public sealed interface AbiValue {
    /** Bytes of a function's or an error's selector. */
    int SELECTOR_SIZE = 4;

    /** Whatever fits a word, already in its place: numbers to the right, {@code bytes32} to the left. */
    record Word(Hash word) implements AbiValue {}

    /** {@code bytes} and {@code string}. */
    record Blob(Bytes bytes) implements AbiValue {}

    /** {@code T[]}. */
    record Items(List<AbiValue> values) implements AbiValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** A struct. */
    record Tuple(List<AbiValue> values) implements AbiValue {
        public Tuple {
            values = List.copyOf(values);
        }
    }

    static AbiValue of(long number) {
        return of(UInt256.of(number));
    }

    static AbiValue of(UInt256 number) {
        return new Word(number.toHash());
    }

    static AbiValue of(boolean flag) {
        return of(flag ? 1 : 0);
    }

    static AbiValue of(Address address) {
        return of(address.toWord());
    }

    static AbiValue of(Hash word) {
        return new Word(word);
    }

    static AbiValue of(Bytes bytes) {
        return new Blob(bytes);
    }

    /** As UTF-8. */
    static AbiValue of(String text) {
        return new Blob(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** An array of numbers. */
    static AbiValue ofNumbers(List<? extends Number> numbers) {
        return new Items(numbers.stream().map(number -> of(number.longValue())).toList());
    }

    static AbiValue tuple(AbiValue... values) {
        return new Tuple(List.of(values));
    }

    /** Call data: the selector of {@code name(type,...)} and its arguments. */
    static Bytes call(String signature, AbiValue... arguments) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(selector(signature).unsafeArray());
        out.writeBytes(encode(List.of(arguments)));
        return Bytes.wrap(out.toByteArray());
    }

    /** {@code abi.encode(values)}: what is hashed, and what a call returns. */
    static Bytes encoded(AbiValue... values) {
        return Bytes.wrap(encode(List.of(values)));
    }

    /** The first four bytes of the Keccak-256 of {@code name(type,...)}. */
    static Bytes selector(String signature) {
        return topic(signature).toBytes().slice(0, SELECTOR_SIZE);
    }

    /** Whether bytes call this function. */
    static boolean isCall(Bytes data, String signature) {
        return data.size() >= SELECTOR_SIZE && data.slice(0, SELECTOR_SIZE).equals(selector(signature));
    }

    /** The first topic of an event. */
    static Hash topic(String signature) {
        return Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII));
    }

    /** Values one after the other, each in its head; what has no fixed size follows behind. */
    private static byte[] encode(List<AbiValue> values) {
        var heads = new ByteArrayOutputStream();
        var tails = new ByteArrayOutputStream();
        int headSize = values.stream().mapToInt(AbiValue::headSize).sum();
        for (AbiValue value : values) {
            if (value.isDynamic()) {
                word(heads, headSize + tails.size());
                tails.writeBytes(value.body());
            } else {
                heads.writeBytes(value.body());
            }
        }
        heads.writeBytes(tails.toByteArray());
        return heads.toByteArray();
    }

    private boolean isDynamic() {
        return switch (this) {
            case Word _ -> false;
            case Blob _, Items _ -> true;
            case Tuple tuple -> tuple.values().stream().anyMatch(AbiValue::isDynamic);
        };
    }

    private int headSize() {
        return switch (this) {
            case Tuple tuple
            when !isDynamic() ->
                tuple.values().stream().mapToInt(AbiValue::headSize).sum();
            case Word _, Blob _, Items _, Tuple _ -> Hash.SIZE;
        };
    }

    private byte[] body() {
        return switch (this) {
            case Word word -> word.word().toArray();
            case Tuple tuple -> encode(tuple.values());
            case Blob blob -> {
                int size = blob.bytes().size();
                var out = new ByteArrayOutputStream();
                word(out, size);
                out.writeBytes(blob.bytes().unsafeArray());
                out.writeBytes(new byte[-size & (Hash.SIZE - 1)]);
                yield out.toByteArray();
            }
            case Items items -> {
                var out = new ByteArrayOutputStream();
                word(out, items.values().size());
                out.writeBytes(encode(items.values()));
                yield out.toByteArray();
            }
        };
    }

    private static void word(ByteArrayOutputStream out, long number) {
        out.writeBytes(UInt256.of(number).toArray());
    }
}
