// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import network.banyan.evm.Result;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;

/** The methods of {@code ots_} for which a transaction runs again. */
public final class OtterscanTraces {
    private final Traces traces;

    public OtterscanTraces(ChainView chain, CallPool pool) {
        this.traces = new Traces(chain, pool);
    }

    public void addTo(RpcMethods methods) {
        methods.add("ots_getInternalOperations", params -> trace(params, OperationRecorder::new));
        methods.add("ots_traceTransaction", params -> trace(params, EntryRecorder::new));
        methods.add(
                "ots_getTransactionError",
                params -> trace(params, _ -> outcome -> {
                    Bytes output =
                            outcome.result() instanceof Result.Reverted reverted ? reverted.output() : Bytes.EMPTY;
                    return Json.data(output);
                }));
    }

    private JsonNode trace(JsonNode json, Recorder.Maker maker) {
        Hash hash = Params.of(json, 1).required(0).hash();
        return traces.transaction(hash, maker);
    }
}
