// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** Reads a contract's events over any range of blocks, in steps as large as the node allows. */
final class EventReader {
    private static final long BLOCKS_AT_ONCE = 10_000;
    private static final int LIMIT_EXCEEDED = -32005;

    private final JsonRpcClient node;

    EventReader(JsonRpcClient node) {
        this.node = node;
    }

    /**
     * In the order of the chain.
     *
     * @param topics what the event's topics must be; empty for any
     * @param last of the range, included
     */
    List<Event> read(Address contract, List<Optional<Hash>> topics, long first, long last) {
        List<Event> events = new ArrayList<>();
        long next = first;
        long blocks = BLOCKS_AT_ONCE;
        while (next <= last) {
            long end = Math.min(last, next + blocks - 1);
            try {
                events.addAll(ask(contract, topics, next, end));
                next = end + 1;
            } catch (RpcFailure.Refused tooMany) {
                if (tooMany.code() != LIMIT_EXCEEDED || blocks == 1) {
                    throw tooMany;
                }
                blocks = Math.max(1, blocks / 4);
            }
        }
        return events;
    }

    private List<Event> ask(Address contract, List<Optional<Hash>> topics, long first, long last) {
        ObjectNode filter = JsonNodeFactory.instance
                .objectNode()
                .put("fromBlock", UInt256.of(first).toQuantity())
                .put("toBlock", UInt256.of(last).toQuantity())
                .put("address", contract.toHex());
        ArrayNode wanted = filter.putArray("topics");
        topics.forEach(topic -> topic.map(Hash::toHex).ifPresentOrElse(wanted::add, wanted::addNull));
        JsonNode answer = node.call("eth_getLogs", filter);
        List<Event> events = new ArrayList<>();
        try {
            for (JsonNode json : answer) {
                List<Hash> names = new ArrayList<>();
                json.path("topics").forEach(topic -> names.add(Hash.fromHex(topic.asText())));
                events.add(new Event(
                        UInt256.fromHex(json.path("blockNumber").asText()).toLongExact(),
                        Hash.fromHex(json.path("transactionHash").asText()),
                        new Log(contract, names, Bytes.fromHex(json.path("data").asText()))));
            }
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new RpcFailure.Unreachable("eth_getLogs: the node answered with no logs", malformed);
        }
        return events;
    }
}
