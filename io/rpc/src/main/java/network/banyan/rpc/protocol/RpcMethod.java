// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** One method of the interface. Called by many threads at once; may block. */
@FunctionalInterface
public interface RpcMethod {
    /**
     * @param params the request's parameters as they came; see {@link Params#of} for reading them
     * @param caller who asks
     * @throws RpcException if there is an error to answer instead of a result
     */
    JsonNode answer(JsonNode params, Caller caller);

    /** A method that does not care who asks. */
    @FunctionalInterface
    interface OfParams {
        JsonNode answer(JsonNode params);
    }
}
