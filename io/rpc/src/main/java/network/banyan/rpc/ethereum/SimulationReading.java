// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.execution.CallRequest.SlotOverride;
import network.banyan.execution.SimulationRequest;
import network.banyan.execution.SimulationRequest.AccountOverride;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.execution.SimulationRequest.Call;
import network.banyan.execution.SimulationRequest.SimulatedBlock;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.Value;

/** Reads what {@code eth_simulateV1} is asked. */
final class SimulationReading {
    private static final int BLOCKS_MAX = 256;
    private static final int CALLS_MAX = 1_000;

    private SimulationReading() {}

    /**
     * @param gasMax most gas that all calls together may use
     */
    static SimulationRequest request(Value options, long gasMax) {
        Value blocks = options.field("blockStateCalls");
        if (blocks.node().isArray() && blocks.node().size() > BLOCKS_MAX) {
            throw RpcException.of(-38_026, "too many blocks");
        }
        List<SimulatedBlock> read = new ArrayList<>();
        for (Value block : blocks.items(BLOCKS_MAX)) {
            read.add(block(block.object()));
        }
        if (read.isEmpty()) {
            throw blocks.wrong("empty input");
        }
        return new SimulationRequest(read, flag(options, "traceTransfers"), flag(options, "validation"), gasMax);
    }

    private static boolean flag(Value options, String name) {
        return options.field(name).optional(Value::flag).orElse(false);
    }

    private static SimulatedBlock block(Value block) {
        List<Call> calls = new ArrayList<>();
        block.field("calls").optional(list -> list.items(CALLS_MAX)).orElse(List.of()).stream()
                .map(SimulationReading::call)
                .forEach(calls::add);
        return new SimulatedBlock(
                block.field("blockOverrides")
                        .optional(SimulationReading::header)
                        .orElse(BlockOverride.NONE),
                block.field("stateOverrides")
                        .optional(SimulationReading::accounts)
                        .orElse(List.of()),
                calls);
    }

    private static BlockOverride header(Value header) {
        Value difficulty = header.object().field("difficulty");
        if (!difficulty.isAbsent()) {
            throw difficulty.wrong("not supported");
        }
        return CallReading.block(header);
    }

    private static List<AccountOverride> accounts(Value json) {
        if (json.object().node().size() > CallReading.OVERRIDES_MAX) {
            throw json.wrong("has more than " + CallReading.OVERRIDES_MAX + " accounts");
        }
        List<AccountOverride> accounts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.node().properties()) {
            Address address = new Value(TextNode.valueOf(entry.getKey()), json.where()).address();
            accounts.add(account(address, json.field(entry.getKey()).object()));
        }
        return accounts;
    }

    private static AccountOverride account(Address address, Value account) {
        if (!account.field("state").isAbsent() && !account.field("stateDiff").isAbsent()) {
            throw RpcException.refused("account %s has both 'state' and 'stateDiff'".formatted(address));
        }
        return new AccountOverride(
                address,
                account.field("balance").optional(Value::quantity),
                account.field("nonce").optional(Value::quantity).map(SimulationReading::unsigned),
                account.field("code").optional(Value::bytes),
                account.field("state").optional(SimulationReading::slots),
                account.field("stateDiff").optional(SimulationReading::slots).orElse(List.of()),
                account.field("movePrecompileToAddress").optional(Value::address));
    }

    private static List<SlotOverride> slots(Value json) {
        return CallReading.slots(json).stream()
                .map(slot -> new SlotOverride(slot.slot(), slot.value()))
                .toList();
    }

    private static long unsigned(UInt256 number) {
        if (number.bitLength() > 64) {
            throw RpcException.invalidParams("nonce over 64 bits");
        }
        return number.d();
    }

    private static Call call(Value call) {
        for (String unknown : List.of("blobVersionedHashes", "blobs")) {
            if (!call.object().field(unknown).isAbsent()) {
                throw call.field(unknown).wrong("blobs are not supported");
            }
        }
        Optional<UInt256> gasPrice = call.field("gasPrice").optional(Value::quantity);
        Optional<UInt256> most = call.field("maxFeePerGas").optional(Value::quantity);
        Optional<UInt256> tip = call.field("maxPriorityFeePerGas").optional(Value::quantity);
        if (gasPrice.isPresent() && (most.isPresent() || tip.isPresent())) {
            throw RpcException.refused("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
        }
        return new Call(
                call.field("from").optional(Value::address).orElse(Address.ZERO),
                call.field("to").optional(Value::address),
                call.field("gas").optional(Value::quantity).map(SimulationReading::saturated),
                call.field("nonce").optional(Value::quantity).map(SimulationReading::unsigned),
                gasPrice,
                most.orElse(UInt256.ZERO),
                tip.orElse(UInt256.ZERO),
                call.field("value").optional(Value::quantity).orElse(UInt256.ZERO),
                CallReading.data(call),
                call.field("accessList").optional(CallReading::accessList).orElse(List.of()),
                CallReading.authorizations(call));
    }

    private static long saturated(UInt256 number) {
        return number.fitsLong() ? number.d() : Long.MAX_VALUE;
    }
}
