// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

/**
 * What a network tells its owner. All calls come from the network's one thread, so they must return at once: put the
 * message into a queue. While a call lasts, nothing is sent or received. An exception is logged and changes nothing else.
 * The first calls may come before {@link PeerNetwork#start} has returned.
 *
 * <p>For one peer the calls come as {@code connected}, any number of {@code received}, {@code disconnected}, and so on.
 */
public interface PeerHandler {
    /**
     * @param message the caller's own copy, from 1 byte to the lane's limit; whatever it says, the peer meant to say it
     */
    void received(NodeId from, Lane lane, byte[] message);

    /** The peer has proven its key and speaks our protocol. */
    void connected(NodeId peer);

    /** Messages queued for the peer are gone. */
    void disconnected(NodeId peer);
}
