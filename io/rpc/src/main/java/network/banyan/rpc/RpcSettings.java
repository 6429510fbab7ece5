// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import java.net.InetSocketAddress;
import network.banyan.rpc.http.Access;

/**
 * How the interface is offered.
 *
 * @param bind where to listen; port 0 takes any free one
 * @param access who may ask, and how much
 * @param clientVersion what {@code web3_clientVersion} answers
 */
public record RpcSettings(InetSocketAddress bind, Access access, String clientVersion, RpcLimits limits) {
    public RpcSettings withAccess(Access changed) {
        return new RpcSettings(bind, changed, clientVersion, limits);
    }
}
