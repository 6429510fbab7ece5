// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.primitives.Hash;

/**
 * How {@code banyan_publishRecords} answers for each record; the node writes it and devices read it.
 *
 * <pre>{"status": "accepted", "id": "0x..."}    {"status": "known", "id": "0x..."}
 * {"status": "missing", "expected": 7, "atLeast": 9}
 * {"status": "crowded", "unanchoredMax": 100000}    {"status": "refused", "reason": "..."}</pre>
 */
public final class PublicationJson {
    private PublicationJson() {}

    public static ObjectNode write(Publication answer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return switch (answer) {
            case Publication.Accepted(Hash id) -> node.put("status", "accepted").put("id", id.toHex());
            case Publication.Known(Hash id) -> node.put("status", "known").put("id", id.toHex());
            case Publication.Missing(long expected, long atLeast) ->
                node.put("status", "missing").put("expected", expected).put("atLeast", atLeast);
            case Publication.Crowded(long unanchoredMax) ->
                node.put("status", "crowded").put("unanchoredMax", unanchoredMax);
            case Publication.Refused(String reason) ->
                node.put("status", "refused").put("reason", reason);
        };
    }

    /**
     * @throws EvidenceFormatException if it is no such answer
     */
    public static Publication read(JsonNode node) {
        return switch (node.path("status").asText()) {
            case "accepted" -> new Publication.Accepted(id(node));
            case "known" -> new Publication.Known(id(node));
            case "missing" -> new Publication.Missing(number(node, "expected"), number(node, "atLeast"));
            case "crowded" -> new Publication.Crowded(number(node, "unanchoredMax"));
            case "refused" -> new Publication.Refused(node.path("reason").asText());
            default -> throw new EvidenceFormatException("not an answer about a record: no known status");
        };
    }

    private static Hash id(JsonNode node) {
        try {
            return Hash.fromHex(node.path("id").asText());
        } catch (IllegalArgumentException notAHash) {
            throw new EvidenceFormatException("not an answer about a record: id is no hash");
        }
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1) {
            throw new EvidenceFormatException("not an answer about a record: " + name + " is no positive number");
        }
        return value.asLong();
    }
}
