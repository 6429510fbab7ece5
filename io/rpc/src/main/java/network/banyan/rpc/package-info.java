// SPDX-License-Identifier: Apache-2.0
/** JSON-RPC 2.0 over HTTP and WebSocket, and the explorer's files. */
@NullMarked
package network.banyan.rpc;

import org.jspecify.annotations.NullMarked;
