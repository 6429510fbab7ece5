// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.node.keys.NodeSecretFile;
import network.banyan.rpc.RpcLimits;
import network.banyan.rpc.RpcServer;
import network.banyan.rpc.RpcSettings;
import network.banyan.rpc.http.Access;
import network.banyan.rpc.http.JwtSecret;

/** JSON-RPC where and for whom a node's configuration wants it. */
public final class ConfiguredRpc {
    private ConfiguredRpc() {}

    /**
     * Starts it.
     *
     * @param client what it calls itself
     * @param start with these settings
     * @throws UserError if its port is taken, or its secret cannot be read
     */
    public static RpcServer start(
            NodeConfig config, String client, RpcLimits limits, Function<RpcSettings, RpcServer> start) {
        var settings = new RpcSettings(config.rpc(), access(config), client, limits);
        try {
            return start.apply(settings);
        } catch (UncheckedIOException inUse) {
            throw new UserError(
                    "JSON-RPC cannot listen on %s: %s. Another program may use the port; choose another with --rpc-port."
                            .formatted(
                                    HostAndPort.of(config.rpc()),
                                    Optional.ofNullable(inUse.getMessage()).orElse("no reason given")),
                    inUse);
        }
    }

    private static Access access(NodeConfig config) {
        return config.rpcJwt()
                .map(file -> config.rpcAccess().withSecret(new JwtSecret(NodeSecretFile.readOrMake(file))))
                .orElse(config.rpcAccess());
    }
}
