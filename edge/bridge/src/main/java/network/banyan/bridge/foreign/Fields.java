// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import network.banyan.hub.HubException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/**
 * A stranger's JSON object, read member by member in protobuf's JSON mapping. What is missing or {@code null} has its type's
 * default value; what has another type, size or range, or stands in no shape, is refused with a {@link HubException} that
 * names the place.
 */
final class Fields {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,19}");
    private static final long UINT32_MAX = (1L << 32) - 1;

    private final Shape shape;
    private final JsonNode object;
    private final String place;

    Fields(Shape shape, JsonNode object, String place) {
        HubException.require(object.isObject(), "%s is no JSON object", place);
        for (var members = object.fieldNames(); members.hasNext(); ) {
            String member = members.next();
            HubException.require(
                    shape.members().contains(member),
                    "%s has the member '%s', which no %s has",
                    place,
                    Words.ofStranger(member),
                    shape.message());
        }
        this.shape = shape;
        this.object = object;
        this.place = place;
    }

    /** Decimal text; its bits in a long. */
    long uint64(String name) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return 0;
        }
        String text = node.get().isTextual() ? node.get().textValue() : "";
        HubException.require(DECIMAL.matcher(text).matches(), "%s is no uint64, which is decimal text", at(name));
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException tooLarge) {
            throw new HubException(at(name) + " is over 64 bits");
        }
    }

    /** A JSON number. */
    long uint32(String name) {
        return node(name)
                .map(node -> {
                    boolean isOne = node.isIntegralNumber()
                            && node.canConvertToLong()
                            && node.longValue() >= 0
                            && node.longValue() <= UINT32_MAX;
                    HubException.require(isOne, "%s is no uint32, which is a number from 0 to 2^32 - 1", at(name));
                    return node.longValue();
                })
                .orElse(0L);
    }

    boolean bool(String name) {
        return node(name)
                .map(node -> {
                    HubException.require(node.isBoolean(), "%s is neither true nor false", at(name));
                    return node.booleanValue();
                })
                .orElse(false);
    }

    String text(String name) {
        return node(name)
                .map(node -> {
                    HubException.require(node.isTextual(), "%s is no text", at(name));
                    return node.textValue();
                })
                .orElse("");
    }

    Hash hash(String name) {
        return Hash.of(bytes(name, Hash.SIZE).unsafeArray());
    }

    UInt256 amount(String name) {
        return UInt256.ofBytes(bytes(name, Hash.SIZE).unsafeArray());
    }

    Address address(String name) {
        return Address.of(bytes(name, Address.SIZE).unsafeArray());
    }

    /** An address, or nothing. */
    Optional<Address> addressOrNone(String name) {
        return node(name).isEmpty() || text(name).isEmpty() ? Optional.empty() : Optional.of(address(name));
    }

    Bytes bytes(String name, int size) {
        return sized(decoded(text(name), at(name)), size, at(name));
    }

    Bytes bytesUpTo(String name, int most) {
        Bytes bytes = decoded(text(name), at(name));
        HubException.require(bytes.size() <= most, "%s has %d bytes of %d", at(name), bytes.size(), most);
        return bytes;
    }

    Fields object(String name, Shape inner) {
        return new Fields(inner, node(name).orElseThrow(() -> new HubException(at(name) + " is missing")), at(name));
    }

    <T> List<T> list(String name, int most, Shape inner, Function<Fields, T> read) {
        List<T> list = new ArrayList<>();
        for (JsonNode item : items(name, most)) {
            list.add(read.apply(new Fields(inner, item, at(name) + "[" + list.size() + "]")));
        }
        return list;
    }

    List<Bytes> bytesList(String name, int most, int size) {
        List<Bytes> list = new ArrayList<>();
        for (JsonNode item : items(name, most)) {
            String where = at(name) + "[" + list.size() + "]";
            HubException.require(item.isTextual(), "%s is no text", where);
            list.add(sized(decoded(item.textValue(), where), size, where));
        }
        return list;
    }

    /** Where a value stands, for what is found wrong with it later. */
    String at(String name) {
        return place + "." + name;
    }

    private Iterable<JsonNode> items(String name, int most) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return List.of();
        }
        HubException.require(node.get().isArray(), "%s is no list", at(name));
        HubException.require(
                node.get().size() <= most,
                "%s has %d items of %d",
                at(name),
                node.get().size(),
                most);
        return node.get();
    }

    private Optional<JsonNode> node(String name) {
        Invariant.check(shape.members().contains(name), "no member %s in %s", name, shape);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private static Bytes sized(Bytes bytes, int size, String where) {
        HubException.require(bytes.size() == size, "%s has %d bytes, not %d", where, bytes.size(), size);
        return bytes;
    }

    /** Only the one text that encodes the bytes: padded, of the standard alphabet. */
    private static Bytes decoded(String text, String where) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            HubException.require(
                    Base64.getEncoder().encodeToString(bytes).equals(text), "%s is not padded base64", where);
            return Bytes.wrap(bytes);
        } catch (IllegalArgumentException malformed) {
            throw new HubException(where + " is no base64");
        }
    }
}
