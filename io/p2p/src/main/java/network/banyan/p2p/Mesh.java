// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import network.banyan.peers.Offence;
import network.banyan.primitives.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All connections of a network, and which of them stands for which peer. Owned by the network's thread; other threads may
 * read {@link #established}, {@link #outbox} and {@link #meter}.
 */
final class Mesh {
    static final long TICK_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    private final NodeId self;
    private final NetworkSettings settings;
    private final AllowedKeys allowed;
    private final PeerHandler handler;
    private final Dialer dialer;
    private final LongSupplier clock;
    private final Meter meter = new Meter();
    private final QuietLog log;
    private final Outbox outbox;
    private final ReceiveBudget bulkBudget;
    /** Bounded by the number of connections, so that no block can crowd out a vote. */
    private final ReceiveBudget consensusBudget = new ReceiveBudget(Long.MAX_VALUE, meter);

    private final Set<Connection> all = new LinkedHashSet<>();
    /** For peers with larger keys: the connection on which we greeted. */
    private final Map<NodeId, Connection> chosen = new TreeMap<>();

    private final NavigableMap<NodeId, Connection> established = new ConcurrentSkipListMap<>();

    Mesh(NodeId self, NetworkSettings settings, AllowedKeys allowed, PeerHandler handler, Dialer dialer) {
        this.self = self;
        this.settings = settings;
        this.allowed = allowed;
        this.handler = handler;
        this.dialer = dialer;
        this.clock = System::nanoTime;
        this.log = new QuietLog(LOG, clock);
        this.outbox = new Outbox(limits().memory(), meter);
        this.bulkBudget = new ReceiveBudget(limits().memory().receiveBytesMax(), meter);
    }

    long now() {
        return clock.getAsLong();
    }

    LongSupplier clock() {
        return clock;
    }

    Limits limits() {
        return settings.limits();
    }

    Conduct conduct() {
        return settings.conduct();
    }

    Hash network() {
        return settings.network();
    }

    Meter meter() {
        return meter;
    }

    Outbox outbox() {
        return outbox;
    }

    ReceiveBudget bulkBudget() {
        return bulkBudget;
    }

    ReceiveBudget consensusBudget() {
        return consensusBudget;
    }

    NavigableMap<NodeId, Connection> established() {
        return established;
    }

    int open() {
        return all.size();
    }

    void opened(Connection connection) {
        all.add(connection);
    }

    /** A stranger who did not even get a connection. */
    void refused(SocketAddress address, String reason) {
        meter.refused.increment();
        log.write(Level.INFO, "{} refuses {}: {}", self, address, reason);
    }

    boolean mayConnect(NodeId node) {
        return !node.equals(self) && allowed.contains(node) && !isBanned(node);
    }

    private boolean isBanned(NodeId node) {
        return !allowed.isNamed(node) && conduct().isBanned(node);
    }

    /** Whether a peer that called us finds a place. Who is named always does, and so does whom we call. */
    boolean hasRoom(Connection connection, NodeId peer) {
        Limits.Connections limits = limits().connections();
        return !isStranger(connection, peer)
                || (strangersBeside(connection, all) < limits.strangersMax()
                        && strangersBeside(connection, neighbours(connection)) < limits.strangersPerSubnetMax());
    }

    private boolean isStranger(Connection connection, NodeId peer) {
        return !connection.isDialled() && !allowed.isNamed(peer);
    }

    private long strangersBeside(Connection newcomer, Collection<Connection> connections) {
        return connections.stream()
                .filter(other -> !other.equals(newcomer))
                .filter(other ->
                        other.peer().filter(peer -> isStranger(other, peer)).isPresent())
                // A peer that calls again takes its own place.
                .filter(other -> !other.peer().equals(newcomer.peer()))
                .count();
    }

    private List<Connection> neighbours(Connection connection) {
        InetAddress address = connection.remoteAddress();
        return address.isLoopbackAddress()
                ? List.of()
                : all.stream()
                        .filter(other -> Conduct.subnet(other.remoteAddress()).equals(Conduct.subnet(address)))
                        .toList();
    }

    /** Counts what a peer did; it goes if that was enough. */
    void charge(NodeId peer, Offence offence) {
        if (!allowed.isNamed(peer) && conduct().charge(peer, offence)) {
            log.write(Level.WARN, "{} bans {} for a while, after: {}", self, peer, offence);
            Connection connection = established.get(peer);
            if (connection != null) {
                connection.close(Connection.Ending.UNNEEDED, "it is banned");
            }
        }
    }

    void hangUp(NodeId peer) {
        Connection connection = established.get(peer);
        if (connection != null) {
            connection.close(Connection.Ending.UNNEEDED, "its place is needed elsewhere");
        }
    }

    private void charge(Connection connection, Connection.Ending ending) {
        if (connection.isDialled()) {
            return;
        }
        switch (ending) {
            case LOST, UNNEEDED -> {}
            case REFUSED -> chargeSubnet(connection, Offence.FAILED_HANDSHAKE);
            case VIOLATION -> {
                connection.peer().ifPresent(peer -> charge(peer, Offence.BROKEN_RULE));
                if (connection.peer().filter(allowed::isNamed).isEmpty()) {
                    chargeSubnet(connection, Offence.BROKEN_RULE);
                }
            }
        }
    }

    private void chargeSubnet(Connection connection, Offence offence) {
        if (conduct().charge(connection.remoteAddress(), offence)) {
            log.write(Level.WARN, "{} bans the subnet of {} for a while", self, connection.remoteAddress());
        }
    }

    /**
     * Whether to greet a peer that has just shown its key. Between two nodes the one with the smaller key chooses a
     * connection, by greeting on it and on no other; the one with the larger key follows. So no connection is given up
     * that the peer may already be using, and both sides keep the same one.
     */
    boolean choose(Connection connection, NodeId peer) {
        if (self.compareTo(peer) > 0) {
            return true;
        }
        Connection standing = chosen.get(peer);
        if (standing != null && !mayReplace(connection, standing)) {
            return false;
        }
        if (standing != null) {
            standing.close(Connection.Ending.UNNEEDED, "replaced by another connection");
        }
        chosen.put(peer, connection);
        return true;
    }

    /** A node that dials has no connection, unless both dialled at the same time; that is over with the handshakes. */
    private boolean mayReplace(Connection connection, Connection standing) {
        return connection.isDialled() == standing.isDialled()
                || now() - standing.since() > limits().times().handshake().toNanos();
    }

    /** The peer accepted us and we it. */
    void greeted(Connection connection, NodeId peer) {
        Connection standing = established.get(peer);
        if (standing != null) {
            standing.close(Connection.Ending.UNNEEDED, "replaced by another connection");
        }
        established.put(peer, connection);
        connection.establish();
        dialer.connected(peer, now());
        log.write(Level.INFO, "{} connected to {}", self, peer);
        tell(() -> handler.connected(peer));
    }

    void received(Connection connection, NodeId peer, Lane lane, byte[] message) {
        if (!allowed.contains(peer)) {
            connection.close(Connection.Ending.UNNEEDED, "its key is no longer allowed");
            return;
        }
        meter.received(lane, message.length);
        tell(() -> handler.received(peer, lane, message));
    }

    /** Called once per connection, however it ends. */
    void closed(Connection connection, Connection.Ending ending, String reason) {
        all.remove(connection);
        switch (ending) {
            case LOST, UNNEEDED -> {}
            case REFUSED -> meter.refused.increment();
            case VIOLATION -> meter.violations.increment();
        }
        Optional<NodeId> peer = connection.peer();
        peer.ifPresent(node -> chosen.remove(node, connection));
        boolean stood = peer.isPresent() && established.remove(peer.get(), connection);
        String verb = stood ? "lost" : connection.isDialled() ? "cannot join" : "refuses";
        log.write(level(ending, stood), "{} {} {}: {}", self, verb, connection, reason);
        charge(connection, ending);
        if (stood) {
            dialer.disconnected(peer.get(), now());
            tell(() -> handler.disconnected(peer.get()));
        } else if (connection.origin() instanceof Connection.Origin.Dialled(NodeId node)
                && !established.containsKey(node)) {
            dialer.ended(node, now());
        }
    }

    void tick() {
        for (Connection connection : List.copyOf(all)) {
            if (connection.peer().isPresent() && !mayConnect(connection.peer().get())) {
                connection.close(Connection.Ending.UNNEEDED, "its key is no longer allowed");
            } else {
                connection.tick();
            }
        }
    }

    void close() {
        new ArrayList<>(all).forEach(connection -> connection.close(Connection.Ending.UNNEEDED, "we are closing"));
    }

    /** Peers that are not there yet are no news: they are called again and again. */
    private static Level level(Connection.Ending ending, boolean stood) {
        return switch (ending) {
            case VIOLATION -> Level.WARN;
            case REFUSED -> Level.INFO;
            case LOST, UNNEEDED -> stood ? Level.INFO : Level.DEBUG;
        };
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException bug) {
            LOG.error("the network's owner failed on news from the network", bug);
        }
    }
}
