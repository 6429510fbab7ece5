// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import network.banyan.node.Role;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethod;
import network.banyan.rpc.protocol.RpcMethods;

/** Which of a node's methods a light node has (docs/spec/light-node.md, rule 18), and what it says of itself. */
final class LightMethods {
    private static final Set<String> OFFERED = Set.of(
            "banyan_committee",
            "banyan_epoch",
            "banyan_genesis",
            "debug_getRawBlock",
            "debug_getRawHeader",
            "debug_getRawReceipts",
            "eth_accounts",
            "eth_blobBaseFee",
            "eth_blockNumber",
            "eth_call",
            "eth_chainId",
            "eth_createAccessList",
            "eth_estimateGas",
            "eth_feeHistory",
            "eth_gasPrice",
            "eth_getAccountInfo",
            "eth_getBalance",
            "eth_getBlockByHash",
            "eth_getBlockByNumber",
            "eth_getBlockReceipts",
            "eth_getBlockTransactionCountByHash",
            "eth_getBlockTransactionCountByNumber",
            "eth_getCode",
            "eth_getFilterChanges",
            "eth_getFilterLogs",
            "eth_getLogs",
            "eth_getProof",
            "eth_getRawTransactionByHash",
            "eth_getStorageAt",
            "eth_getTransactionByBlockHashAndIndex",
            "eth_getTransactionByBlockNumberAndIndex",
            "eth_getTransactionByHash",
            "eth_getTransactionCount",
            "eth_getTransactionReceipt",
            "eth_getUncleByBlockHashAndIndex",
            "eth_getUncleByBlockNumberAndIndex",
            "eth_getUncleCountByBlockHash",
            "eth_getUncleCountByBlockNumber",
            "eth_maxPriorityFeePerGas",
            "eth_newBlockFilter",
            "eth_newFilter",
            "eth_sendRawTransaction",
            "eth_syncing",
            "eth_uninstallFilter",
            "net_listening",
            "net_peerCount",
            "net_version",
            "web3_clientVersion",
            "web3_sha3");

    private final Sources sources;
    private final LightChainView chain;

    LightMethods(Sources sources, LightChainView chain) {
        this.sources = sources;
        this.chain = chain;
    }

    static RpcException notHere(String method) {
        return RpcException.of(
                RpcException.METHOD_NOT_FOUND,
                "%s is not available on a light node, which answers only what it can verify: ask a full node"
                        .formatted(method));
    }

    /** Of all that a node can be asked, what this one can. */
    RpcMethods offered(RpcMethods all) {
        RpcMethods offered = new RpcMethods();
        for (String name : all.names()) {
            if (name.equals("banyan_status")) {
                RpcMethod itself = all.find(name).orElseThrow();
                offered.add(name, (params, caller) -> status(itself.answer(params, caller)));
            } else if (name.equals("rpc_modules")) {
                offered.add(name, LightMethods::modules);
            } else if (OFFERED.contains(name)) {
                offered.add(name, all.find(name).orElseThrow());
            } else {
                offered.add(name, _ -> {
                    throw notHere(name);
                });
            }
        }
        return offered;
    }

    private static JsonNode modules(JsonNode json) {
        Params.of(json, 0);
        ObjectNode modules = Json.object();
        OFFERED.stream()
                .map(name -> name.substring(0, name.indexOf('_')))
                .distinct()
                .sorted()
                .forEach(name -> modules.put(name, "1.0"));
        return modules;
    }

    /** What every node says of itself, and of its sources what they came to. */
    private JsonNode status(JsonNode itself) {
        ObjectNode status = ((ObjectNode) itself).put("role", Role.LIGHT.word()).put("epoch", chain.epoch());
        ArrayNode told = status.putArray("sources");
        for (Source source : sources.all()) {
            Source.Standing standing = source.standing();
            ObjectNode one = told.addObject()
                    .put("url", source.url().toString())
                    .put("height", standing.proved())
                    .put("asked", source.isAsked())
                    .put("restMillis", source.restLeft().toMillis())
                    .put("lies", standing.lies());
            standing.trouble().ifPresentOrElse(trouble -> one.put("trouble", trouble), () -> one.putNull("trouble"));
        }
        return status;
    }
}
