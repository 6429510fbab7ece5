// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How the interface is offered.
 *
 * @param bind where to listen; port 0 takes any free one
 * @param origins web pages that may ask, as {@code https://wallet.example}; {@code *} for any
 * @param hosts names under which browsers may reach the node, besides {@code localhost} and plain IP addresses;
 *     {@code *} for any
 * @param clientVersion what {@code web3_clientVersion} answers
 */
public record RpcSettings(
        InetSocketAddress bind, List<String> origins, List<String> hosts, String clientVersion, RpcLimits limits) {
    public RpcSettings {
        origins = List.copyOf(origins);
        hosts = List.copyOf(hosts);
    }

    /** Any web page may ask, as is right for a devnet, where there is nothing to steal and everything to try. */
    public static RpcSettings devnet(InetSocketAddress bind, String clientVersion) {
        return new RpcSettings(bind, List.of("*"), List.of(), clientVersion, RpcLimits.standard());
    }
}
