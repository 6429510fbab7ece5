// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.rpc.ethereum.BlockChoice;
import network.banyan.rpc.ethereum.CallReading;
import network.banyan.rpc.ethereum.ChainReader;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/** {@code debug_}: what transactions did, step by step, and blocks as the bytes they are. */
public final class TraceMethods {
    private final ChainView chain;
    private final ChainReader reader;
    private final Traces traces;
    private final CallPool pool;
    private final long gasMax;

    /**
     * @param gasMax most gas a traced call may use
     */
    public TraceMethods(ChainView chain, CallPool pool, long gasMax) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.traces = new Traces(chain, pool);
        this.pool = pool;
        this.gasMax = gasMax;
    }

    public void addTo(RpcMethods methods) {
        methods.add("debug_traceTransaction", this::transaction);
        methods.add("debug_traceBlockByNumber", this::blockByNumber);
        methods.add("debug_traceBlockByHash", this::blockByHash);
        methods.add("debug_traceCall", this::call);
        methods.add(
                "debug_getRawBlock",
                params -> Json.data(Bytes.wrap(named(params).encode())));
        methods.add(
                "debug_getRawHeader",
                params -> Json.data(Bytes.wrap(named(params).header().encode())));
        methods.add("debug_getRawReceipts", this::rawReceipts);
        methods.add("debug_getRawTransaction", this::rawTransaction);
    }

    private JsonNode transaction(JsonNode json) {
        Params params = Params.of(json, 2);
        Hash hash = params.required(0).hash();
        Recorder.Maker maker = TraceOptions.maker(params.at(1));
        return traces.transaction(hash, maker);
    }

    private JsonNode blockByNumber(JsonNode json) {
        Params params = Params.of(json, 2);
        Value which = params.required(0);
        Block block = reader.find(BlockChoice.of(which))
                .orElseThrow(() -> RpcException.refused("block " + which.node().asText() + " not found"));
        return block(block, params.at(1));
    }

    private JsonNode blockByHash(JsonNode json) {
        Params params = Params.of(json, 2);
        Hash hash = params.required(0).hash();
        Block block = chain.block(hash).orElseThrow(() -> RpcException.refused("block " + hash + " not found"));
        return block(block, params.at(1));
    }

    private JsonNode block(Block block, Value config) {
        Recorder.Maker maker = TraceOptions.maker(config);
        if (block.number() == 0) {
            throw RpcException.refused("genesis is not traceable");
        }
        return pool.run(() -> {
            List<JsonNode> results = traces.block(block, maker);
            ArrayNode list = Json.array();
            for (int i = 0; i < results.size(); i++) {
                list.addObject()
                        .put("txHash", block.transactions().get(i).hash().toHex())
                        .set("result", results.get(i));
            }
            return list;
        });
    }

    private JsonNode call(JsonNode json) {
        Params params = Params.of(json, 3);
        Value config = params.at(2);
        Recorder.Maker maker = TraceOptions.maker(config);
        if (!config.field("txIndex").isAbsent()) {
            throw config.field("txIndex").wrong("not supported");
        }
        long height = reader.height(BlockChoice.of(params.at(1)));
        Block block = chain.block(height).orElseThrow(() -> ChainReader.pruned(height));
        CallRequest request = CallReading.request(
                params.required(0),
                config.field("stateOverrides"),
                config.field("blockOverrides"),
                gasMax,
                chain.genesis().parameters().gasLimit(),
                block.header().baseFeePerGas());
        return pool.run(() -> {
            var recording = new Recording(
                    maker, request.block().beneficiary().orElse(block.header().beneficiary()), 0);
            CallOutcome outcome = chain.call(request, height, recording).orElseThrow(() -> ChainReader.pruned(height));
            return switch (outcome) {
                case CallOutcome.Refused(String reason) -> throw RpcException.refused(reason);
                case CallOutcome.Returned _, CallOutcome.Reverted _, CallOutcome.Halted _ ->
                    recording.results().getFirst();
            };
        });
    }

    private Block named(JsonNode json) {
        Value which = Params.of(json, 1).required(0);
        return reader.find(BlockChoice.of(which))
                .orElseThrow(() -> RpcException.refused("block " + which.node().asText() + " not found"));
    }

    private JsonNode rawReceipts(JsonNode json) {
        ArrayNode list = Json.array();
        for (Receipt receipt : reader.receipts(named(json))) {
            list.add(Bytes.wrap(receipt.encode()).toHex());
        }
        return list;
    }

    private JsonNode rawTransaction(JsonNode json) {
        Hash hash = Params.of(json, 1).required(0).hash();
        return chain.locate(hash)
                .flatMap(place -> chain.block(place.block())
                        .map(block -> block.transactions().get(place.index())))
                .or(() -> chain.pooled(hash))
                .map(transaction -> Json.data(transaction.encoded()))
                .orElseGet(() -> Json.data(Bytes.EMPTY));
    }
}
