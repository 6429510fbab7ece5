// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import network.banyan.identity.ChainSource;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** The state after a node's last final block, read by JSON-RPC. The node is believed. */
public record NodeSource(JsonRpcClient rpc, long chainId, long timestamp, String block) implements ChainSource {
    private static final int REVERTED = 3;

    public static NodeSource latest(JsonRpcClient rpc) {
        JsonNode block = rpc.call("eth_getBlockByNumber", "latest", false);
        try {
            long time = UInt256.fromHex(block.path("timestamp").asText()).toLongExact();
            long number = UInt256.fromHex(block.path("number").asText()).toLongExact();
            return new NodeSource(
                    rpc,
                    new ChainClient(rpc).chainId(),
                    time,
                    UInt256.of(number).toQuantity());
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new UserError("The node's last block cannot be read.", wrong);
        }
    }

    @Override
    public Optional<Bytes> call(Address contract, Bytes data) {
        var request = JsonNodeFactory.instance
                .objectNode()
                .put("to", contract.toHex())
                .put("input", data.toHex());
        try {
            return Optional.of(
                            Bytes.fromHex(rpc.call("eth_call", request, block).asText()))
                    .filter(output -> !output.isEmpty());
        } catch (RpcFailure.Refused refused) {
            if (refused.code() == REVERTED) {
                return Optional.empty();
            }
            throw refused;
        } catch (IllegalArgumentException notHex) {
            throw new UserError("The node answered a call with something else than hex.", notHex);
        }
    }
}
