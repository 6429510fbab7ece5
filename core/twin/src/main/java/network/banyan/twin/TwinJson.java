// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.identity.IdentityException;
import network.banyan.identity.Jcs;
import network.banyan.identity.Json;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Strangers' JSON in its one byte form, or not at all. Every refusal is a {@link TwinException}. */
final class TwinJson {
    private TwinJson() {}

    /** Reads an object that must be written as RFC 8785 writes it. */
    static ObjectNode canonical(Bytes bytes, int most) {
        ObjectNode read = read(bytes, most);
        TwinException.require(canonical(read).equals(bytes), "it is not in the canonical form of RFC 8785");
        return read;
    }

    /** Reads an object in any form: of bounded size, with no name twice. */
    static ObjectNode read(Bytes bytes, int most) {
        TwinException.require(bytes.size() <= most, "it has %d bytes, and %d are the most", bytes.size(), most);
        try {
            return Json.object(bytes);
        } catch (IdentityException refused) {
            throw new TwinException(refused.getMessage());
        }
    }

    static Bytes canonical(JsonNode node) {
        try {
            return Jcs.canonical(node);
        } catch (IdentityException refused) {
            throw new TwinException(refused.getMessage());
        }
    }

    static String text(ObjectNode node, String name) {
        JsonNode value = node.path(name);
        TwinException.require(value.isTextual(), "%s must be a text", name);
        return value.textValue();
    }

    static long number(ObjectNode node, String name) {
        JsonNode value = node.path(name);
        TwinException.require(value.isIntegralNumber() && value.canConvertToLong(), "%s must be a whole number", name);
        return value.longValue();
    }

    static ObjectNode object(ObjectNode node, String name) {
        TwinException.require(node.path(name).isObject(), "%s must be an object", name);
        return (ObjectNode) node.get(name);
    }

    static Bytes hex(ObjectNode node, String name, int size) {
        String text = text(node, name);
        TwinException.require(
                text.matches("0x([0-9a-f]{2}){" + size + "}"),
                "%s must be 0x and %d bytes in lower-case hex",
                name,
                size);
        return Bytes.fromHex(text);
    }

    static Hash hash(ObjectNode node, String name) {
        return Hash.of(hex(node, name, Hash.SIZE).unsafeArray());
    }

    static Address address(ObjectNode node, String name) {
        return Address.of(hex(node, name, Address.SIZE).unsafeArray());
    }
}
