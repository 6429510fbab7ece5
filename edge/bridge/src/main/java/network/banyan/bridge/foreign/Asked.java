// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import network.banyan.hub.Message;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/** A request, or a message in it, as protobuf's JSON mapping writes it. */
final class Asked {
    private final Shape shape;
    private final ObjectNode object = JsonNodeFactory.instance.objectNode();

    Asked(Shape shape) {
        this.shape = shape;
    }

    ObjectNode json() {
        return object;
    }

    Asked uint64(String name, long bits) {
        object.put(known(name), Long.toUnsignedString(bits));
        return this;
    }

    Asked uint32(String name, int value) {
        object.put(known(name), value);
        return this;
    }

    Asked bytes(String name, Bytes value) {
        object.put(known(name), base64(value));
        return this;
    }

    Asked address(String name, Address value) {
        return bytes(name, value.toBytes());
    }

    Asked hash(String name, Hash value) {
        return bytes(name, value.toBytes());
    }

    Asked amount(String name, UInt256 value) {
        return hash(name, value.toHash());
    }

    Asked bytesList(String name, List<Bytes> values) {
        var list = object.putArray(known(name));
        values.forEach(value -> list.add(base64(value)));
        return this;
    }

    Asked messages(String name, List<Message> messages) {
        var list = object.putArray(known(name));
        messages.forEach(message -> list.add(of(message).json()));
        return this;
    }

    private static Asked of(Message message) {
        return new Asked(Shape.MESSAGE)
                .uint64("from", message.from())
                .uint64("to", message.to())
                .uint64("nonce", message.nonce())
                .uint32("kind", message.kind().number())
                .address("sender", message.sender())
                .address("recipient", message.recipient())
                .address("asset", message.asset())
                .amount("amount", message.amount())
                .uint64("gas", message.gas())
                .uint64("deadline", message.deadline())
                .address("refund", message.refund())
                .bytes("data", message.data());
    }

    private String known(String name) {
        Invariant.check(shape.members().contains(name), "no member %s in %s", name, shape);
        return name;
    }

    private static String base64(Bytes value) {
        return Base64.getEncoder().encodeToString(value.unsafeArray());
    }
}
