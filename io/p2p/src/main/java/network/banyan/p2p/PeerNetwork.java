// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import network.banyan.crypto.Ed25519;
import network.banyan.peers.Offence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's connections to its peers: at most one to each, authenticated both ways, found again when lost. Carries messages
 * of bytes and knows nothing about them. Safe for any thread; no call waits for the network but {@link #start} and {@link
 * #close}.
 */
public final class PeerNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerNetwork.class);

    private final Mesh mesh;
    private final Dialer dialer;
    private final AllowedKeys allowed;
    private final Limits limits;
    private final Sockets sockets;

    private PeerNetwork(NetworkSettings settings, Ed25519.KeyPair key, AllowedKeys allowed, PeerHandler handler) {
        NodeId self = new NodeId(key.publicKey());
        this.limits = settings.limits();
        this.allowed = allowed;
        this.dialer = new Dialer(self, limits.times(), new SplittableRandom(settings.seed()));
        this.mesh = new Mesh(self, settings, allowed, handler, dialer);
        Tls tls = new Tls(key, mesh::mayConnect, limits.times().handshake().toMillis());
        this.sockets = new Sockets(settings.listen(), self, mesh, dialer, tls);
    }

    /**
     * Listens and begins to call the peers.
     *
     * @param key who we are
     * @param peers whom to call, and where; an unresolved address is looked up anew for each call
     * @param allowed who may connect, in either direction; the caller keeps it up to date
     * @param handler called from the network's one thread
     * @throws NetworkException if the address cannot be listened on
     */
    public static PeerNetwork start(
            NetworkSettings settings,
            Ed25519.KeyPair key,
            Map<NodeId, InetSocketAddress> peers,
            AllowedKeys allowed,
            PeerHandler handler) {
        PeerNetwork network = new PeerNetwork(settings, key, allowed, handler);
        network.call(peers);
        var _ = network.sockets
                .thread()
                .scheduleWithFixedDelay(network::tick, 0, Mesh.TICK_MILLIS, TimeUnit.MILLISECONDS);
        return network;
    }

    /** Where we listen, with the port that was free. */
    public InetSocketAddress address() {
        return sockets.address();
    }

    /** Replaces whom to call, and who is not taken for a stranger when many call us. Who is connected stays so. */
    public void call(Map<NodeId, InetSocketAddress> peers) {
        Map<NodeId, InetSocketAddress> copy = Map.copyOf(peers);
        sockets.execute(() -> {
            dialer.aim(copy, mesh.now());
            sockets.expectOnly(copy.keySet());
        });
    }

    /**
     * Queues a message for a peer.
     *
     * @param message from 1 byte to the lane's limit; not copied, so the caller must not change it afterwards
     * @return false if the peer is not connected or its queue is full of what is at least as urgent. True promises nothing
     *     about arrival: the connection may break, and more urgent messages may displace this one.
     * @throws IllegalArgumentException if the message is empty or over the lane's limit
     */
    public boolean send(NodeId to, Lane lane, byte[] message) {
        Outbox.Parcel parcel = parcel(lane, message);
        Connection connection = mesh.established().get(to);
        return connection != null && connection.offer(lane, parcel);
    }

    /**
     * Queues a message for every connected peer; its bytes are held once.
     *
     * @return for how many peers it was queued
     * @throws IllegalArgumentException if the message is empty or over the lane's limit
     */
    public int broadcast(Lane lane, byte[] message) {
        return broadcast(lane, message, _ -> true);
    }

    /** As {@link #broadcast(Lane, byte[])}, for those of the connected peers that are meant. */
    public int broadcast(Lane lane, byte[] message, Predicate<NodeId> isMeant) {
        Outbox.Parcel parcel = parcel(lane, message);
        int queued = 0;
        for (Map.Entry<NodeId, Connection> peer : mesh.established().entrySet()) {
            queued += isMeant.test(peer.getKey()) && peer.getValue().offer(lane, parcel) ? 1 : 0;
        }
        return queued;
    }

    /** Counts against a peer what only the owner can see is wrong. */
    public void charge(NodeId peer, Offence offence) {
        sockets.execute(() -> mesh.charge(peer, offence));
    }

    /**
     * A connection that stands.
     *
     * @param remote the address at its other end, which is not where that node listens unless we dialled
     */
    public record Link(InetSocketAddress remote, boolean isDialled) {}

    /** How a peer is connected; empty if it is not. */
    public Optional<Link> link(NodeId peer) {
        return Optional.ofNullable(mesh.established().get(peer))
                .map(connection -> new Link(connection.remote(), connection.isDialled()));
    }

    /** Ends the connection with a peer, if there is one. It may call again. */
    public void hangUp(NodeId peer) {
        sockets.execute(() -> mesh.hangUp(peer));
    }

    /** Whether a node may be connected at all now: not if it is banned. */
    public boolean mayConnect(NodeId node) {
        return mesh.mayConnect(node);
    }

    /** The peers connected now. */
    public SortedSet<NodeId> peers() {
        // One by one: copied as a whole, a sorted set must not lose anyone meanwhile.
        TreeSet<NodeId> peers = new TreeSet<>();
        mesh.established().keySet().forEach(peers::add);
        return peers;
    }

    public Counters counters() {
        Meter meter = mesh.meter();
        return new Counters(
                meter.bytesIn.sum(),
                meter.bytesOut.sum(),
                meter.messagesIn.sum(),
                meter.messagesOut.sum(),
                meter.consensusDropped.sum(),
                meter.bulkDropped.sum(),
                meter.receiveDropped.sum(),
                meter.refused.sum(),
                meter.violations.sum(),
                meter.pauses.sum(),
                mesh.established().size(),
                sockets.halfOpen(),
                mesh.outbox().bytes(),
                sockets.bufferBytes(),
                meter.lanes());
    }

    /** Says farewell to all and stops. Waits for that at most two seconds, unless called by the handler. */
    @Override
    public void close() {
        sockets.close(mesh::close);
    }

    private Outbox.Parcel parcel(Lane lane, byte[] message) {
        int max = limits.messages().bytesMax(lane);
        if (message.length == 0 || message.length > max) {
            throw new IllegalArgumentException(
                    "a message on %s has 1 to %d bytes, not %d".formatted(lane, max, message.length));
        }
        return new Outbox.Parcel(message);
    }

    private void tick() {
        try {
            mesh.tick();
            dialer.due(allowed, mesh.now()).forEach(sockets::dial);
        } catch (RuntimeException bug) {
            // Thrown further, it would end the ticking for good.
            LOG.error("the network's upkeep failed", bug);
        }
    }
}
