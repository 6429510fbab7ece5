// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.AccessListing;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.replica.ChainView.GasEstimate;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;

/** Contracts asked without a transaction. */
final class CallMethods {
    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;
    private final long gasMax;

    CallMethods(ChainView chain, CallPool pool, long gasMax) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
        this.gasMax = gasMax;
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_call", this::call);
        methods.add("eth_estimateGas", this::estimate);
        methods.add("eth_createAccessList", this::accessList);
    }

    private JsonNode call(JsonNode json) {
        Asked asked = read(json);
        return pool.run(() -> {
            CallOutcome outcome =
                    chain.call(asked.request(), asked.height()).orElseThrow(() -> ChainReader.pruned(asked.height()));
            return Json.data(output(outcome));
        });
    }

    private JsonNode estimate(JsonNode json) {
        Asked asked = read(json);
        return pool.run(() -> {
            GasEstimate estimate = chain.estimateGas(asked.request(), asked.height())
                    .orElseThrow(() -> ChainReader.pruned(asked.height()));
            return switch (estimate) {
                case GasEstimate.Enough(long gas) -> Json.quantity(gas);
                case GasEstimate.Fails(CallOutcome outcome) -> throw failure(outcome, asked.request());
            };
        });
    }

    /** What to name in an access list (EIP-2930). That the call then fails is part of the answer and no error. */
    private JsonNode accessList(JsonNode json) {
        Asked asked = read(json);
        return pool.run(() -> {
            AccessListing listing = chain.accessList(asked.request(), asked.height())
                    .orElseThrow(() -> ChainReader.pruned(asked.height()));
            ObjectNode answer = Json.object();
            answer.set("accessList", TransactionJson.accessList(listing.accessList()));
            switch (listing.outcome()) {
                case CallOutcome.Returned _ -> {}
                case CallOutcome.Reverted(Bytes output, long _) -> answer.put("error", RevertReason.message(output));
                case CallOutcome.Halted(String reason, long _) -> answer.put("error", reason);
                case CallOutcome.Refused(String reason) -> throw RpcException.refused(reason);
            }
            return answer.put("gasUsed", Json.hex(listing.outcome().gasUsed()));
        });
    }

    private record Asked(CallRequest request, long height) {}

    private Asked read(JsonNode json) {
        Params params = Params.of(json, 4);
        long height = reader.height(BlockChoice.of(params.at(1)));
        UInt256 baseFee = chain.header(height)
                .orElseThrow(() -> ChainReader.pruned(height))
                .baseFeePerGas();
        long blockGasLimit = chain.genesis().parameters().gasLimit();
        CallRequest request =
                CallReading.request(params.required(0), params.at(2), params.at(3), gasMax, blockGasLimit, baseFee);
        return new Asked(request, height);
    }

    private static Bytes output(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Returned(Bytes output, long _) -> output;
            case CallOutcome.Reverted(Bytes output, long _) -> throw reverted(output);
            case CallOutcome.Halted(String reason, long _) -> throw RpcException.refused(reason);
            case CallOutcome.Refused(String reason) -> throw RpcException.refused(reason);
        };
    }

    private RpcException failure(CallOutcome outcome, CallRequest request) {
        return switch (outcome) {
            case CallOutcome.Returned _ -> RpcException.refused("gas cannot be estimated");
            case CallOutcome.Reverted(Bytes output, long _) -> reverted(output);
            case CallOutcome.Halted(String reason, long _) ->
                RpcException.refused(
                        "out of gas".equals(reason)
                                ? "gas required exceeds allowance (%d)"
                                        .formatted(request.gasLimit()
                                                .orElse(chain.genesis()
                                                        .parameters()
                                                        .gasLimit()))
                                : reason);
            case CallOutcome.Refused(String reason) -> RpcException.refused(reason);
        };
    }

    private static RpcException reverted(Bytes output) {
        return RpcException.reverted(RevertReason.message(output), output.toHex());
    }
}
