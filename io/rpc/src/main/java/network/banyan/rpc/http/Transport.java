// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.Optional;
import network.banyan.rpc.protocol.Dispatcher;
import network.banyan.rpc.protocol.RpcObserver;

/** What all connections share. */
record Transport(
        Dispatcher dispatcher,
        PageSource pages,
        OriginPolicy origins,
        HostCheck hosts,
        Optional<TokenCheck> tokens,
        Clients clients,
        ConnectionLimits limits,
        Workers workers,
        ByteBudget inbound,
        OutboundBudget outbound,
        RpcObserver observer) {}
