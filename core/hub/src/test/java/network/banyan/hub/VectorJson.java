// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Values as vectors have them: numbers as decimal text, for many languages' numbers end at 2^53, bytes as hex. Reading one
 * that the rules do not allow throws {@link HubException}.
 */
final class VectorJson {
    private VectorJson() {}

    static ObjectNode of(Message m) {
        return message(m.from(), m.to(), m.nonce(), m.kind().number(), m.amount(), m.gas(), m.deadline(), m.data(), m);
    }

    /** With numbers and data that no {@link Message} has; the addresses are the model's. */
    static ObjectNode message(
            long from,
            long to,
            long nonce,
            int kind,
            UInt256 amount,
            long gas,
            long deadline,
            Bytes data,
            Message model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", unsigned(from))
                .put("to", unsigned(to))
                .put("nonce", unsigned(nonce))
                .put("kind", Integer.toString(kind))
                .put("sender", model.sender().toHex())
                .put("recipient", model.recipient().toHex())
                .put("asset", model.asset().toHex())
                .put("amount", amount.toString())
                .put("gas", unsigned(gas))
                .put("deadline", unsigned(deadline))
                .put("refund", model.refund().toHex())
                .put("data", data.toHex());
    }

    static Message message(JsonNode m) {
        return new Message(
                uint64(m, "from"),
                uint64(m, "to"),
                uint64(m, "nonce"),
                MessageKind.of(m.path("kind").asInt()),
                address(m, "sender"),
                address(m, "recipient"),
                address(m, "asset"),
                uint256(m, "amount"),
                uint64(m, "gas"),
                uint64(m, "deadline"),
                address(m, "refund"),
                bytes(m, "data"));
    }

    static ObjectNode of(Checkpoint c) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chainId", unsigned(c.chainId()))
                .put("sequence", unsigned(c.sequence()))
                .put("previous", c.previous().toHex())
                .put("term", unsigned(c.term()))
                .put("firstBlock", unsigned(c.firstBlock()))
                .put("lastBlock", unsigned(c.lastBlock()))
                .put("blockHash", c.blockHash().toHex())
                .put("preState", c.preState().toHex())
                .put("postState", c.postState().toHex())
                .put("inboxCursor", unsigned(c.inboxCursor()))
                .put("inboxHash", c.inboxHash().toHex())
                .put("outboxRoot", c.outboxRoot().toHex())
                .put("outboxCount", Integer.toString(c.outboxCount()))
                .put("totals", c.totals().toHex())
                .put("exits", c.exits().toHex())
                .put("data", c.data().toHex())
                .put("nextCommittee", c.nextCommittee().toHex());
    }

    static Checkpoint checkpoint(JsonNode c) {
        return new Checkpoint(
                uint64(c, "chainId"),
                uint64(c, "sequence"),
                hash(c, "previous"),
                uint64(c, "term"),
                uint64(c, "firstBlock"),
                uint64(c, "lastBlock"),
                hash(c, "blockHash"),
                hash(c, "preState"),
                hash(c, "postState"),
                uint64(c, "inboxCursor"),
                hash(c, "inboxHash"),
                hash(c, "outboxRoot"),
                c.path("outboxCount").asInt(),
                hash(c, "totals"),
                hash(c, "exits"),
                hash(c, "data"),
                hash(c, "nextCommittee"));
    }

    /** As contracts take it. */
    static ObjectNode of(Certificate certificate) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("signers", unsigned(certificate.signers()))
                .put("signature", certificate.encodedSignature().toHex());
    }

    static Certificate certificate(JsonNode certificate) {
        return Certificate.decode(uint64(certificate, "signers"), bytes(certificate, "signature"));
    }

    static ObjectNode of(Exit tree) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("asset", tree.asset().toHex())
                .put("root", tree.root().toHex())
                .put("sum", tree.sum().toString())
                .put("count", Long.toString(tree.count()));
    }

    static Exit exit(JsonNode tree) {
        return new Exit(address(tree, "asset"), hash(tree, "root"), uint256(tree, "sum"), uint64(tree, "count"));
    }

    static ObjectNode of(Total total) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("asset", total.asset().toHex())
                .put("amount", total.amount().toString());
    }

    static ObjectNode of(Token token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("asset", token.asset().toHex())
                .put("id", token.id().toString());
    }

    static ObjectNode of(Holding holding) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("account", holding.account().toHex())
                .put("value", holding.value().toString());
    }

    static Holding holding(JsonNode holding) {
        return new Holding(address(holding, "account"), uint256(holding, "value"));
    }

    static ObjectNode of(Sibling sibling) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("hash", sibling.hash().toHex())
                .put("sum", sibling.sum().toString())
                .put("isLeft", sibling.isLeft());
    }

    static Sibling sibling(JsonNode sibling) {
        return new Sibling(
                hash(sibling, "hash"),
                uint256(sibling, "sum"),
                sibling.path("isLeft").asBoolean());
    }

    static <T> ArrayNode array(List<T> list, Function<T, JsonNode> item) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(each -> array.add(item.apply(each)));
        return array;
    }

    static ArrayNode hashes(List<Hash> hashes) {
        return array(hashes, hash -> JsonNodeFactory.instance.textNode(hash.toHex()));
    }

    static List<Hash> hashes(JsonNode array) {
        return list(array, node -> Hash.fromHex(node.asText()));
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> item) {
        List<T> list = new ArrayList<>();
        array.forEach(node -> list.add(item.apply(node)));
        return list;
    }

    static ArrayNode keys(List<Bls.PublicKey> keys) {
        return array(keys, key -> JsonNodeFactory.instance.textNode(key.bytes().toHex()));
    }

    static List<Bls.PublicKey> keys(JsonNode array) {
        return list(array, node -> key(Bytes.fromHex(node.asText())));
    }

    static Bls.PublicKey key(Bytes bytes) {
        return Bls.PublicKey.decode(bytes).orElseThrow(() -> new HubException("no key"));
    }

    static Hash hash(JsonNode node, String field) {
        return Hash.fromHex(node.path(field).asText());
    }

    static Address address(JsonNode node, String field) {
        return Address.fromHex(node.path(field).asText());
    }

    static Bytes bytes(JsonNode node, String field) {
        return Bytes.fromHex(node.path(field).asText());
    }

    static long uint64(JsonNode node, String field) {
        return Long.parseUnsignedLong(node.path(field).asText());
    }

    static UInt256 uint256(JsonNode node, String field) {
        return UInt256.of(new BigInteger(node.path(field).asText()));
    }

    static String unsigned(long bits) {
        return Long.toUnsignedString(bits);
    }
}
