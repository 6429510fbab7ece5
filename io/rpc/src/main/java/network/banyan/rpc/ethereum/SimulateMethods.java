// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import network.banyan.evm.Result;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.SimulatedChain.Outcome;
import network.banyan.execution.SimulatedChain.Simulated;
import network.banyan.execution.SimulationRefused;
import network.banyan.execution.SimulationRequest;
import network.banyan.ledger.Block;
import network.banyan.ledger.Log;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/** {@code eth_simulateV1}: blocks that nobody made, told as blocks are. */
final class SimulateMethods {
    /** Error of a call that the EVM halted. */
    private static final int VM_ERROR = -32_015;

    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;
    private final long gasMax;

    SimulateMethods(ChainView chain, CallPool pool, long gasMax) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
        this.gasMax = gasMax;
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_simulateV1", this::simulate);
    }

    private JsonNode simulate(JsonNode json) {
        Params params = Params.of(json, 2);
        Value options = params.required(0).object();
        SimulationRequest request = SimulationReading.request(options, gasMax);
        boolean whole =
                options.field("returnFullTransactions").optional(Value::flag).orElse(false);
        long height = reader.height(BlockChoice.of(params.at(1)));
        return pool.run(() -> {
            try {
                SimulatedChain simulated =
                        chain.simulate(request, height).orElseThrow(() -> ChainReader.pruned(height));
                ArrayNode blocks = Json.array();
                simulated.blocks().forEach(block -> blocks.add(block(block, whole)));
                return blocks;
            } catch (SimulationRefused refused) {
                throw RpcException.of(refused.reason().code(), refused.words());
            }
        });
    }

    private static ObjectNode block(Simulated simulated, boolean whole) {
        Block block = simulated.block();
        ObjectNode json = BlockJson.block(block, whole);
        List<Outcome> outcomes = simulated.calls();
        if (whole) {
            for (int i = 0; i < outcomes.size(); i++) {
                // Nobody signed, so nobody can be recovered.
                ((ObjectNode) json.get("transactions").get(i))
                        .put("from", outcomes.get(i).sender().toHex());
            }
        }
        ArrayNode calls = json.putArray("calls");
        int firstLog = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            calls.add(call(block, i, outcomes.get(i), firstLog));
            firstLog += outcomes.get(i).logs().size();
        }
        return json;
    }

    private static ObjectNode call(Block block, int index, Outcome outcome, int firstLog) {
        ObjectNode json =
                Json.object().put("returnData", outcome.result().output().toHex());
        List<JsonNode> logs = new ArrayList<>();
        for (Log log : outcome.logs()) {
            logs.add(ReceiptJson.log(block, index, firstLog + logs.size(), log));
        }
        json.putArray("logs").addAll(logs);
        json.put("gasUsed", Json.hex(outcome.gasUsed()))
                .put("maxUsedGas", Json.hex(outcome.gasMost()))
                .put("status", outcome.result() instanceof Result.Success ? "0x1" : "0x0");
        switch (outcome.result()) {
            case Result.Success _ -> {}
            case Result.Reverted reverted -> {
                json.put("returnData", "0x")
                        .putObject("error")
                        .put("message", RevertReason.message(reverted.output()))
                        .put("code", RpcException.EXECUTION_REVERTED)
                        .put("data", reverted.output().toHex());
            }
            case Result.Halted halted ->
                json.putObject("error").put("message", halted.halt().words()).put("code", VM_ERROR);
        }
        return json;
    }
}
