// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import network.banyan.peers.TokenBucket;
import network.banyan.primitives.Bytes;

/**
 * Decides whether a caller may begin a handshake. Callers from the addresses of nodes that we would call ourselves have
 * room and a rate of their own, so that a crowd of strangers cannot keep them out.
 *
 * <p>Owned by the network's thread, but for the count of half-open connections, which anyone may read.
 */
final class Gate {
    /** Whoever has an IPv6 address usually has all 2^64 with the same first half. */
    private static final int IPV6_SITE_BYTES = 8;

    private final Limits.Connections limits;
    private final Conduct conduct;
    private final TokenBucket strangers;
    private final TokenBucket expected;
    private final Map<NodeId, Bytes> siteByNode = new HashMap<>();
    private final Map<Bytes, Integer> halfOpenBySite = new HashMap<>();
    private final AtomicInteger halfOpen = new AtomicInteger();

    Gate(Limits.Connections limits, Conduct conduct, long now) {
        this.limits = limits;
        this.conduct = conduct;
        this.strangers = new TokenBucket(limits.acceptedPerSecond(), limits.acceptedPerSecond(), now);
        this.expected = new TokenBucket(limits.acceptedPerSecond(), limits.acceptedPerSecond(), now);
    }

    /** Remembers where a node that we call ourselves is found. */
    void expect(NodeId node, InetAddress address) {
        siteByNode.put(node, site(address));
    }

    /** Forgets all others. */
    void expectOnly(Set<NodeId> nodes) {
        siteByNode.keySet().retainAll(nodes);
    }

    /** Counts one connection as half-open until it is left. */
    final class Pass {
        private final Bytes site;
        private boolean left;

        private Pass(Bytes site) {
            this.site = site;
        }

        /** The peer has proven its key, or is gone. Repeated calls do nothing. */
        void leave() {
            if (!left) {
                left = true;
                halfOpen.decrementAndGet();
                halfOpenBySite.computeIfPresent(site, (same, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** What became of a request to enter. */
    sealed interface Verdict {
        record Admitted(Pass pass) implements Verdict {}

        record Refused(String reason) implements Verdict {}
    }

    /**
     * @param open connections of any kind now
     */
    Verdict enter(InetAddress address, int open, long now) {
        Bytes site = site(address);
        return refusal(address, site, open, now)
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> {
                    halfOpen.incrementAndGet();
                    halfOpenBySite.merge(site, 1, Integer::sum);
                    return new Verdict.Admitted(new Pass(site));
                });
    }

    int halfOpen() {
        return halfOpen.get();
    }

    private Optional<String> refusal(InetAddress address, Bytes site, int open, long now) {
        boolean isExpected = siteByNode.containsValue(site);
        if (!isExpected && conduct.isBanned(address)) {
            return Optional.of("its subnet is banned for a while");
        }
        if (open >= limits.max()) {
            return Optional.of("all connections are taken");
        }
        if (halfOpenBySite.getOrDefault(site, 0) >= limits.halfOpenPerAddressMax()) {
            return Optional.of("too many handshakes from this address");
        }
        if (!isExpected && halfOpen.get() >= limits.halfOpenMax()) {
            return Optional.of("too many handshakes at once");
        }
        return (isExpected ? expected : strangers).tryTake(now)
                ? Optional.empty()
                : Optional.of("too many new connections");
    }

    private static Bytes site(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Bytes.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_SITE_BYTES) : bytes);
    }
}
