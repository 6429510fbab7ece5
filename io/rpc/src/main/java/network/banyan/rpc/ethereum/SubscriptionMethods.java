// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import network.banyan.rpc.ethereum.News.Topic;
import network.banyan.rpc.protocol.Caller;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/** {@code eth_subscribe} and {@code eth_unsubscribe}, over WebSocket only. */
final class SubscriptionMethods {
    private final News news;
    private final Ids ids = new Ids();

    SubscriptionMethods(News news) {
        this.news = news;
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_subscribe", this::subscribe);
        methods.add("eth_unsubscribe", this::unsubscribe);
    }

    private JsonNode subscribe(JsonNode json, Caller caller) {
        Params params = Params.of(json, 2);
        Topic topic = topic(params.required(0), params.at(1));
        String id = ids.next();
        news.add(id, topic, wire(caller), caller.address());
        caller.afterReply(() -> news.begin(id));
        return Json.text(id);
    }

    private static Topic topic(Value name, Value options) {
        return switch (name.text()) {
            case "newHeads" -> new Topic.Heads();
            case "logs" ->
                new Topic.Logs(LogFilter.of(
                        options.isAbsent() ? new Value(Json.object(), options.where()) : options.object()));
            case "newPendingTransactions" ->
                new Topic.Pending(options.optional(Value::flag).orElse(false));
            default -> throw name.wrong("no such subscription; try newHeads, logs or newPendingTransactions");
        };
    }

    private JsonNode unsubscribe(JsonNode json, Caller caller) {
        String id = Params.of(json, 1).required(0).text();
        if (!news.remove(id, wire(caller))) {
            throw RpcException.refused("subscription not found");
        }
        return Json.flag(true);
    }

    private static Caller.Wire wire(Caller caller) {
        return caller.wire()
                .orElseThrow(() -> RpcException.of(
                        RpcException.METHOD_NOT_FOUND, "notifications not supported; connect by WebSocket"));
    }
}
