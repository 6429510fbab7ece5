// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import network.banyan.rpc.protocol.Dispatcher;

/** What all connections share. */
record Transport(
        Dispatcher dispatcher,
        PageSource pages,
        OriginPolicy origins,
        HostCheck hosts,
        ConnectionLimits limits,
        Workers workers,
        ByteBudget inbound,
        ByteBudget outbound) {}
