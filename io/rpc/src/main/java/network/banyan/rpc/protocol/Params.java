// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The parameters of a request by position. */
public final class Params {
    private final JsonNode params;

    private Params(JsonNode params) {
        this.params = params;
    }

    /**
     * An array, or nothing at all; an object counts as the only parameter, so that methods with named options read both
     * forms alike.
     *
     * @param most how many parameters the method knows
     * @throws RpcException if there are more
     */
    public static Params of(JsonNode params, int most) {
        if (params.isMissingNode() || params.isNull()) {
            return new Params(Json.array());
        }
        if (params.isObject()) {
            return new Params(Json.array().add(params));
        }
        if (params.size() > most) {
            throw RpcException.invalidParams("too many arguments, want at most " + most);
        }
        return new Params(params);
    }

    /** The parameter at a position; absent if there is none. */
    public Value at(int index) {
        JsonNode node = params.get(index);
        return new Value(node == null ? MissingNode.getInstance() : node, "argument " + index);
    }

    /**
     * @throws RpcException if the parameter is not given
     */
    public Value required(int index) {
        Value value = at(index);
        if (value.isAbsent()) {
            throw RpcException.invalidParams("missing value for required argument " + index);
        }
        return value;
    }
}
