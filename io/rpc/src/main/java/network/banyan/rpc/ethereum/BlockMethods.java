// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.ledger.Block;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/** Blocks, and what stands at a place in them. What does not exist is {@code null}, as Ethereum's clients expect. */
final class BlockMethods {
    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;

    BlockMethods(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_getBlockByNumber", params -> block(params, this::byNumber));
        methods.add("eth_getBlockByHash", params -> block(params, this::byHash));
        methods.add("eth_getBlockTransactionCountByNumber", params -> count(params, this::byNumber));
        methods.add("eth_getBlockTransactionCountByHash", params -> count(params, this::byHash));
        methods.add("eth_getUncleCountByBlockNumber", params -> noUncles(params, this::byNumber));
        methods.add("eth_getUncleCountByBlockHash", params -> noUncles(params, this::byHash));
        methods.add("eth_getUncleByBlockNumberAndIndex", params -> noUncle(params, this::byNumber));
        methods.add("eth_getUncleByBlockHashAndIndex", params -> noUncle(params, this::byHash));
        methods.add("eth_getTransactionByBlockNumberAndIndex", params -> transaction(params, this::byNumber));
        methods.add("eth_getTransactionByBlockHashAndIndex", params -> transaction(params, this::byHash));
        methods.add("eth_getBlockReceipts", this::receipts);
    }

    private Optional<Block> byNumber(Value value) {
        return reader.find(BlockChoice.of(value));
    }

    private Optional<Block> byHash(Value value) {
        return chain.block(value.hash());
    }

    private JsonNode block(JsonNode json, Function<Value, Optional<Block>> find) {
        Params params = Params.of(json, 2);
        boolean full = params.at(1).optional(Value::flag).orElse(false);
        // To tell whole transactions, the sender of each is recovered, which keeps a core busy.
        return orNull(
                find.apply(params.required(0)),
                found -> full ? pool.run(() -> BlockJson.block(found, true)) : BlockJson.block(found, false));
    }

    private static JsonNode count(JsonNode json, Function<Value, Optional<Block>> find) {
        Value which = Params.of(json, 1).required(0);
        return orNull(
                find.apply(which), found -> Json.quantity(found.transactions().size()));
    }

    private static JsonNode noUncles(JsonNode json, Function<Value, Optional<Block>> find) {
        return orNull(find.apply(Params.of(json, 1).required(0)), _ -> Json.quantity(0));
    }

    private static JsonNode noUncle(JsonNode json, Function<Value, Optional<Block>> find) {
        Params params = Params.of(json, 2);
        Optional<Block> block = find.apply(params.required(0));
        params.required(1).longQuantity();
        return orNull(block, _ -> Json.nothing());
    }

    private static JsonNode transaction(JsonNode json, Function<Value, Optional<Block>> find) {
        Params params = Params.of(json, 2);
        Optional<Block> block = find.apply(params.required(0));
        long index = params.required(1).longQuantity();
        return orNull(
                block.filter(found -> index < found.transactions().size()),
                found -> TransactionJson.placed(found, (int) index));
    }

    private JsonNode receipts(JsonNode json) {
        Value which = Params.of(json, 1).required(0);
        return orNull(byNumber(which), found -> pool.run(() -> ReceiptJson.all(found, reader.receipts(found))));
    }

    private static JsonNode orNull(Optional<Block> block, Function<Block, JsonNode> write) {
        return block.map(write).orElseGet(Json::nothing);
    }
}
