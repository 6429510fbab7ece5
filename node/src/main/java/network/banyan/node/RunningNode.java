// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetSocketAddress;

/** A node of any role that runs in this process until it is closed. */
public interface RunningNode extends AutoCloseable {
    /** Where it answers JSON-RPC, with the port it really got. */
    InetSocketAddress rpcAddress();

    @Override
    void close();
}
