// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.crypto.Keccak;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;

/** Who this node is and how it stands to the network: {@code web3_}, {@code net_}, and some of {@code eth_}. */
final class NetworkMethods {
    private final ChainView chain;
    private final String clientVersion;
    private final long startHeight;

    NetworkMethods(ChainView chain, String clientVersion) {
        this.chain = chain;
        this.clientVersion = clientVersion;
        this.startHeight = chain.height();
    }

    void addTo(RpcMethods methods) {
        methods.add("web3_clientVersion", params -> without(params, Json.text(clientVersion)));
        methods.add(
                "web3_sha3",
                params -> Json.data(Keccak.hash(Params.of(params, 1).required(0).bytes())));
        methods.add(
                "net_version",
                params ->
                        without(params, Json.text(Long.toString(chain.genesis().chainId()))));
        methods.add("net_listening", params -> without(params, Json.flag(true)));
        methods.add("net_peerCount", params -> without(params, Json.quantity(chain.peers())));
        methods.add(
                "eth_chainId",
                params -> without(params, Json.quantity(chain.genesis().chainId())));
        methods.add("eth_blockNumber", params -> without(params, Json.quantity(chain.height())));
        methods.add("eth_syncing", params -> without(params, syncing()));
        // The node keeps no keys of users.
        methods.add("eth_accounts", params -> without(params, Json.array()));
        methods.add("rpc_modules", params -> without(params, modules(methods)));
    }

    private static JsonNode without(JsonNode params, JsonNode answer) {
        Params.of(params, 0);
        return answer;
    }

    private JsonNode syncing() {
        SyncState sync = SyncState.of(chain);
        if (!sync.isBehind()) {
            return Json.flag(false);
        }
        return Json.object()
                .put("startingBlock", Json.hex(startHeight))
                .put("currentBlock", Json.hex(sync.height()))
                .put("highestBlock", Json.hex(sync.highest()));
    }

    private static JsonNode modules(RpcMethods methods) {
        ObjectNode modules = Json.object();
        methods.namespaces().forEach(name -> modules.put(name, "1.0"));
        return modules;
    }
}
