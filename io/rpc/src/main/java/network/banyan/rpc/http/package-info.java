// SPDX-License-Identifier: Apache-2.0
/**
 * The transport: HTTP/1.1 and WebSocket (RFC 6455) on one port, over Netty.
 *
 * <p>Event loops only move bytes. Each request is answered on a virtual thread of its own, of which a bounded number runs.
 * One HTTP connection has one request in work at a time; a WebSocket has several. What a stranger can take is bounded
 * everywhere: connections, in all and for each client; bytes read and not yet answered; answers not yet taken; requests
 * in work; and time, for sending a request and for reading an answer.
 */
@NullMarked
package network.banyan.rpc.http;

import org.jspecify.annotations.NullMarked;
