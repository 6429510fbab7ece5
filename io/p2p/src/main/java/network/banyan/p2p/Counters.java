// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

/**
 * A network's figures at one moment. All but the last four count up from the start.
 *
 * @param bytesIn on the wire, with TLS
 * @param bytesOut on the wire, with TLS
 * @param messagesIn handed to the handler
 * @param messagesOut handed to a connection in full
 * @param consensusDropped not sent: the peer's queue was full of consensus messages
 * @param bulkDropped not sent: the queue was full
 * @param receiveDropped not received: too many large messages at once
 * @param refused connections refused: limits reached, an unknown key, no TLS, another network
 * @param violations connections closed because an authenticated peer broke the protocol or a rate
 * @param pauses times a peer was not read because it spoke too fast
 * @param connected peers now
 * @param halfOpen accepted connections whose peer has not proven its key yet
 * @param queuedBytes waiting to be sent
 * @param bufferBytes of Netty buffers in use
 */
public record Counters(
        long bytesIn,
        long bytesOut,
        long messagesIn,
        long messagesOut,
        long consensusDropped,
        long bulkDropped,
        long receiveDropped,
        long refused,
        long violations,
        long pauses,
        int connected,
        int halfOpen,
        long queuedBytes,
        long bufferBytes) {}
