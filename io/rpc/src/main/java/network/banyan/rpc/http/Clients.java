// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.rpc.protocol.Allowance;

/** Tells whom a request is counted for, and what that client may still ask. */
final class Clients {
    private static final int CLIENTS_MAX = 16_384;
    private static final int PREFIX_BYTES = 8;

    /** Proxies one behind the other; nobody builds more. */
    private static final int HOPS_MAX = 16;

    private final List<Subnet> proxies;
    private final boolean countsLoopback;
    private final Optional<ClientBudgets> budgets;

    Clients(Access access) {
        this.proxies = access.proxies().stream().map(Subnet::of).toList();
        this.countsLoopback = access.countsLoopback();
        this.budgets = access.tokensPerSecond() == 0
                ? Optional.empty()
                : Optional.of(new ClientBudgets(access.tokensPerSecond(), CLIENTS_MAX, System::nanoTime));
    }

    /**
     * @param name an IPv4 address, or the first 64 bits of an IPv6 one: a home has that many to itself
     */
    record Client(String name, Allowance allowance) {}

    /**
     * @param remote the other end of the connection
     */
    Client of(InetAddress remote, HttpHeaders request) {
        Optional<InetAddress> forwarded = isProxy(remote) ? forwarded(request) : Optional.empty();
        InetAddress address = forwarded.orElse(remote);
        String name = name(address);
        // Loopback is trusted as the other end of a connection only: anybody can write it into a header.
        boolean counted = forwarded.isPresent() || countsLoopback || !remote.isLoopbackAddress();
        return new Client(
                name, budgets.filter(_ -> counted).map(all -> all.of(name)).orElse(Allowance.UNLIMITED));
    }

    /** Whether many clients come from this address, which then has no limit as if it were one. */
    boolean isProxy(InetAddress remote) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(remote));
    }

    /**
     * The last address in the list that is none of our proxies: each proxy appends whom it saw, and only what our own
     * proxies wrote is to be believed. Empty if the proxy wrote nothing that is an address.
     */
    private Optional<InetAddress> forwarded(HttpHeaders request) {
        List<String> hops = new ArrayList<>();
        for (String line : request.getAll("x-forwarded-for")) {
            hops.addAll(List.of(line.split(",", -1)));
        }
        Optional<InetAddress> nearest = Optional.empty();
        for (String hop : hops.reversed().subList(0, Math.min(HOPS_MAX, hops.size()))) {
            nearest = Subnet.literal(withoutPort(hop.strip()));
            if (nearest.isEmpty() || !isProxy(nearest.get())) {
                return nearest;
            }
        }
        return nearest;
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    /** What one client is called where it is counted. */
    static String name(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        var name = new StringBuilder();
        for (int i = 0; i < PREFIX_BYTES; i += 2) {
            name.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)))
                    .append(':');
        }
        return name.append(":/64").toString();
    }
}
