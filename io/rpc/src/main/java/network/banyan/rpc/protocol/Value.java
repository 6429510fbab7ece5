// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A parameter, or a part of one, with its place: every refusal says where the value stands and what is wrong with it, in
 * an {@link RpcException} of code {@link RpcException#INVALID_PARAMS}.
 *
 * @param where as a person would say it: {@code argument 0: topics[1]}
 */
public record Value(JsonNode node, String where) {
    /** Neither given nor {@code null}. */
    public boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** Reads the value if it is given. */
    public <T> Optional<T> optional(Function<Value, T> read) {
        return isAbsent() ? Optional.empty() : Optional.of(read.apply(this));
    }

    /** A member of this object; absent if there is none. */
    public Value field(String name) {
        JsonNode field = node.get(name);
        return new Value(field == null ? MissingNode.getInstance() : field, where + ": " + name);
    }

    /** This value, known to be an object. */
    public Value object() {
        if (!node.isObject()) {
            throw wrong("expected an object");
        }
        return this;
    }

    /** The elements of this array. */
    public List<Value> items(int max) {
        if (!node.isArray()) {
            throw wrong("expected an array");
        }
        if (node.size() > max) {
            throw wrong("has " + node.size() + " entries, at most " + max + " are allowed");
        }
        List<Value> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new Value(node.get(i), where + "[" + i + "]"));
        }
        return items;
    }

    public boolean flag() {
        if (!node.isBoolean()) {
            throw wrong("expected true or false");
        }
        return node.booleanValue();
    }

    public String text() {
        if (!node.isTextual()) {
            throw wrong("expected a string");
        }
        return node.textValue();
    }

    public Hash hash() {
        return Hash.of(exactly(Hash.SIZE));
    }

    public Address address() {
        return Address.of(exactly(Address.SIZE));
    }

    /** Hex of any even number of digits. */
    public Bytes bytes() {
        return Bytes.wrap(digits(text()));
    }

    /** A number from 0 to 2^256 - 1: hex, or a plain JSON number. */
    public UInt256 quantity() {
        if (node.isIntegralNumber()) {
            if (node.bigIntegerValue().signum() < 0 || node.bigIntegerValue().bitLength() > 256) {
                throw wrong("number out of range");
            }
            return UInt256.of(node.bigIntegerValue());
        }
        String text = hexText();
        if (text.length() == 2) {
            throw wrong("empty hex number");
        }
        if (text.length() > 66) {
            throw wrong("hex number over 256 bits");
        }
        try {
            return number(text.substring(2));
        } catch (IllegalArgumentException notHex) {
            throw wrong("invalid hex number");
        }
    }

    /**
     * The number of up to 64 hex digits, without prefix.
     *
     * @throws IllegalArgumentException if they are none
     */
    public static UInt256 number(String digits) {
        return UInt256.ofBytes(HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits));
    }

    /** A {@link #quantity} below 2^63. */
    public long longQuantity() {
        UInt256 number = quantity();
        if (!number.fitsLong()) {
            throw wrong("number over 63 bits");
        }
        return number.d();
    }

    /** A plain JSON number, or a {@link #quantity}, from {@code least} to {@code most}. */
    public int number(int least, int most) {
        UInt256 number = quantity();
        if (!number.fitsLong() || number.d() < least || number.d() > most) {
            throw wrong("expected a number from " + least + " to " + most);
        }
        return (int) number.d();
    }

    public RpcException wrong(String what) {
        return RpcException.invalidParams("invalid " + where + ": " + what);
    }

    private byte[] exactly(int size) {
        String text = hexText();
        if (text.length() != 2 + 2 * size) {
            throw wrong("expected " + size + " bytes of hex, found " + (text.length() - 2) + " digits");
        }
        return digits(text);
    }

    private String hexText() {
        String text = text();
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            throw wrong("hex string without 0x prefix");
        }
        return text;
    }

    private byte[] digits(String text) {
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            throw wrong("hex string without 0x prefix");
        }
        if (text.length() % 2 != 0) {
            throw wrong("hex string of odd length");
        }
        try {
            return HexFormat.of().parseHex(text, 2, text.length());
        } catch (IllegalArgumentException notHex) {
            throw wrong("invalid hex string");
        }
    }
}
