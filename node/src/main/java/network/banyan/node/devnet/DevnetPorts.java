// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Genesis;
import network.banyan.node.NodeConfig;
import network.banyan.node.Role;
import network.banyan.node.UserError;
import network.banyan.rpc.http.Access;

/**
 * Which ports a devnet uses: RPC on consecutive ones from the one asked for, connections between validators on whichever
 * are free.
 */
public record DevnetPorts(
        String rpcHost, List<Integer> rpc, List<Integer> p2p, int memoryMib, Optional<GatewayPorts> gateway) {
    private static final int MQTT = 1_883;
    private static final int WEB = 8_580;

    /** Where the devnet's gateway listens, on loopback. */
    public record GatewayPorts(int mqtt, int web) {
        public URI url() {
            return URI.create("http://127.0.0.1:" + web);
        }
    }

    /**
     * @param firstRpc 0 for any free ports
     * @param gateway whether there will be one; it takes its usual ports if they are free and nobody asked for any, else others
     * @throws UserError if a port is in use
     */
    public static DevnetPorts choose(String rpcHost, int firstRpc, int count, int memoryMib, boolean gateway) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<Integer> rpc = new ArrayList<>();
            List<Integer> p2p = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rpc.add(hold(held, rpcHost, firstRpc == 0 ? 0 : firstRpc + i));
                p2p.add(hold(held, "127.0.0.1", 0));
            }
            Optional<GatewayPorts> forGateway = gateway
                    ? Optional.of(new GatewayPorts(
                            holdIfFree(held, firstRpc == 0 ? 0 : MQTT), holdIfFree(held, firstRpc == 0 ? 0 : WEB)))
                    : Optional.empty();
            return new DevnetPorts(rpcHost, List.copyOf(rpc), List.copyOf(p2p), memoryMib, forGateway);
        } finally {
            for (ServerSocket socket : held) {
                try {
                    socket.close();
                } catch (IOException harmless) {
                    // It was only held to be sure that it was free.
                }
            }
        }
    }

    private static int holdIfFree(List<ServerSocket> held, int port) {
        try {
            return hold(held, "127.0.0.1", port);
        } catch (UserError inUse) {
            return hold(held, "127.0.0.1", 0);
        }
    }

    private static int hold(List<ServerSocket> held, String host, int port) {
        try {
            ServerSocket socket = new ServerSocket();
            held.add(socket);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket.getLocalPort();
        } catch (IOException inUse) {
            throw new UserError(
                    "Port %d on %s cannot be used (%s). Another devnet or node may run there; choose other ports with --rpc-port."
                            .formatted(port, host, inUse.getMessage()),
                    inUse);
        }
    }

    public NodeConfig config(DevnetFolder folder, Genesis genesis, int number) {
        List<NodeConfig.PeerAddress> peers = new ArrayList<>();
        for (int other = 1; other <= genesis.committee().size(); other++) {
            if (other != number) {
                peers.add(new NodeConfig.PeerAddress(
                        genesis.committee().get(other - 1).nodeKey(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), p2p.get(other - 1))));
            }
        }
        return new NodeConfig(
                "validator-" + number,
                Role.DELEGATE,
                folder.genesisFile(),
                folder.node(number).resolve("data"),
                folder.keys(number),
                Optional.empty(),
                Optional.empty(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), p2p.get(number - 1)),
                peers,
                new InetSocketAddress(rpcHost, rpc.get(number - 1)),
                // Any web page may ask: there is nothing to steal and everything to try.
                Access.USUAL.withOrigins("*"),
                Optional.empty(),
                memoryMib,
                true,
                NodeConfig.SNAPSHOTS,
                0,
                NodeConfig.Discovery.USUAL,
                gateway.map(GatewayPorts::url),
                Optional.empty());
    }
}
