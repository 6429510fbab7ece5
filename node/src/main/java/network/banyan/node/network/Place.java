// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a delegate will run.
 *
 * @param reached where others reach it
 * @param ports where it listens itself
 */
public record Place(InetSocketAddress reached, NodeFolder.Ports ports) {
    private static final String LOOPBACK = "127.0.0.1";

    /** All on one machine, which nobody else reaches: consecutive ports from the ones given. */
    public static List<Place> here(int count, int p2pPort, int rpcPort) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var p2p = InetSocketAddress.createUnresolved(LOOPBACK, p2pPort + i);
                    return new Place(p2p, new NodeFolder.Ports(p2p, rpc(rpcPort + i)));
                })
                .toList();
    }

    /** One on each of these machines, listening on all its addresses for peers, and for questions on its own alone. */
    public static List<Place> on(List<String> hosts, int p2pPort, int rpcPort) {
        return hosts.stream()
                .map(host -> new Place(
                        InetSocketAddress.createUnresolved(host, p2pPort),
                        new NodeFolder.Ports(InetSocketAddress.createUnresolved("0.0.0.0", p2pPort), rpc(rpcPort))))
                .toList();
    }

    private static InetSocketAddress rpc(int port) {
        return InetSocketAddress.createUnresolved(LOOPBACK, port);
    }
}
