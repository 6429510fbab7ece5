// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.banyan.peers.Endpoint;
import network.banyan.peers.PeerRecord;
import network.banyan.primitives.Bytes;

/**
 * Where this node can be called and whom it can call.
 *
 * @param endpoints to be told to others; none if nobody can call this node, which then only calls
 * @param scopes of addresses worth trying: public ones, and those like our own
 */
record Reach(List<Endpoint> endpoints, Set<Endpoint.Scope> scopes) {
    /**
     * @param listen where the socket really listens
     * @throws UserError if an address to advertise is no address
     */
    static Reach of(NodeConfig config, InetSocketAddress listen) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (InetSocketAddress advertised : config.discovery().advertise()) {
            InetSocketAddress address = advertised.isUnresolved()
                    ? new InetSocketAddress(advertised.getHostString(), advertised.getPort())
                    : advertised;
            endpoints.add(endpoint(address)
                    .orElseThrow(
                            () -> new UserError("p2p.advertise names %s:%d, which is no address that others can call."
                                    .formatted(advertised.getHostString(), advertised.getPort()))));
        }
        Optional<Endpoint> own = endpoint(listen);
        if (endpoints.isEmpty()) {
            own.ifPresent(endpoints::add);
        }
        Set<Endpoint.Scope> scopes = EnumSet.of(Endpoint.Scope.PUBLIC);
        endpoints.forEach(endpoint -> scopes.add(endpoint.scope()));
        own.ifPresent(endpoint -> scopes.add(endpoint.scope()));
        return new Reach(
                endpoints.stream().distinct().limit(PeerRecord.ENDPOINTS_MAX).toList(), scopes);
    }

    /** Empty for the wildcard, which is everywhere and so nowhere. */
    static Optional<Endpoint> endpoint(InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        if (address == null || socket.getPort() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Endpoint(Bytes.wrap(address.getAddress()), socket.getPort()))
                .filter(endpoint -> endpoint.scope() != Endpoint.Scope.NOWHERE);
    }

    /**
     * Whether an address that somebody wrote into the chain is worth a call: no address of this machine or site, unless
     * this node stands there itself. Names are not looked up for that.
     */
    boolean mayCall(InetSocketAddress address) {
        String host = address.getHostString();
        boolean literal = host.contains(":") || host.matches("[0-9.]+");
        if (!literal) {
            return true;
        }
        try {
            return endpoint(new InetSocketAddress(InetAddress.ofLiteral(host), address.getPort()))
                    .filter(found -> scopes.contains(found.scope()))
                    .isPresent();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** The socket address of an endpoint. */
    static InetSocketAddress socket(Endpoint endpoint) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(endpoint.address().toArray()), endpoint.port());
        } catch (java.net.UnknownHostException wrongSize) {
            throw new IllegalStateException("an endpoint's address has 4 or 16 bytes", wrongSize);
        }
    }
}
