// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.List;

/**
 * A network's figures at one moment. All but the last five count up from the start.
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
 * @param lanes each lane once
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
        long bufferBytes,
        List<OfLane> lanes) {
    public Counters {
        lanes = List.copyOf(lanes);
    }

    /** One lane's part. */
    public OfLane of(Lane lane) {
        return lanes.stream().filter(each -> each.lane() == lane).findFirst().orElseThrow();
    }

    /**
     * What messages of a lane held, without frames and TLS; counts up from the start.
     *
     * @param bytesIn of messages that came in whole
     * @param bytesOut handed to connections
     */
    public record OfLane(Lane lane, long bytesIn, long bytesOut) {}
}
