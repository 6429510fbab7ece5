// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.time.Duration;

/**
 * How much of the transport strangers may take. A client is a network address.
 *
 * @param connectionsMax open at once, of all clients
 * @param connectionsPerClientMax open at once, of one
 * @param bodyBytesMax of an HTTP request
 * @param messageBytesMax of a WebSocket message
 * @param inboundBytesMax received and not yet answered, of all connections
 * @param outboundBytesMax answered and not yet taken, of all connections
 * @param requestsAtOnce in work; more wait. More than calls may wait for a core, so that light requests pass them by
 * @param requestsMax in work or waiting; beyond, they are refused
 * @param requestsPerClientMax in work or waiting, of one client
 * @param requestsPerConnectionMax in work or waiting, of one WebSocket; beyond, it is not read
 * @param requestTime for a whole request to arrive, from the connection's start or the answer before
 * @param answerTime for the client to take an answer
 */
public record ConnectionLimits(
        int connectionsMax,
        int connectionsPerClientMax,
        int bodyBytesMax,
        int messageBytesMax,
        long inboundBytesMax,
        long outboundBytesMax,
        int requestsAtOnce,
        int requestsMax,
        int requestsPerClientMax,
        int requestsPerConnectionMax,
        Duration requestTime,
        Duration answerTime) {
    public static ConnectionLimits standard() {
        return new ConnectionLimits(
                2_048,
                1_024,
                5 << 20,
                1 << 20,
                24L << 20,
                256L << 20,
                512,
                4_096,
                2_048,
                32,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    public ConnectionLimits withConnections(int max, int perClientMax) {
        return new ConnectionLimits(
                max,
                perClientMax,
                bodyBytesMax,
                messageBytesMax,
                inboundBytesMax,
                outboundBytesMax,
                requestsAtOnce,
                requestsMax,
                requestsPerClientMax,
                requestsPerConnectionMax,
                requestTime,
                answerTime);
    }

    public ConnectionLimits withRequests(int max, int perClientMax) {
        return new ConnectionLimits(
                connectionsMax,
                connectionsPerClientMax,
                bodyBytesMax,
                messageBytesMax,
                inboundBytesMax,
                outboundBytesMax,
                requestsAtOnce,
                max,
                perClientMax,
                requestsPerConnectionMax,
                requestTime,
                answerTime);
    }

    public ConnectionLimits withBuffers(long inboundMax, long outboundMax) {
        return new ConnectionLimits(
                connectionsMax,
                connectionsPerClientMax,
                bodyBytesMax,
                messageBytesMax,
                inboundMax,
                outboundMax,
                requestsAtOnce,
                requestsMax,
                requestsPerClientMax,
                requestsPerConnectionMax,
                requestTime,
                answerTime);
    }

    public ConnectionLimits withTimes(Duration request, Duration answer) {
        return new ConnectionLimits(
                connectionsMax,
                connectionsPerClientMax,
                bodyBytesMax,
                messageBytesMax,
                inboundBytesMax,
                outboundBytesMax,
                requestsAtOnce,
                requestsMax,
                requestsPerClientMax,
                requestsPerConnectionMax,
                request,
                answer);
    }
}
