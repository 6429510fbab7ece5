// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides whether a stranger may begin a handshake. Owned by the network's thread, but for the count of half-open
 * connections, which anyone may read.
 */
final class Gate {
    private final Limits.Connections limits;
    private final TokenBucket accepts;
    private final Map<InetAddress, Integer> halfOpenByAddress = new HashMap<>();
    private final AtomicInteger halfOpen = new AtomicInteger();

    Gate(Limits.Connections limits, long now) {
        this.limits = limits;
        this.accepts = new TokenBucket(limits.acceptedPerSecond(), limits.acceptedPerSecond(), now);
    }

    /** Counts one connection as half-open until it is left. */
    final class Pass {
        private final InetAddress address;
        private boolean left;

        private Pass(InetAddress address) {
            this.address = address;
        }

        /** The peer has proven its key, or is gone. Repeated calls do nothing. */
        void leave() {
            if (!left) {
                left = true;
                halfOpen.decrementAndGet();
                halfOpenByAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
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
        return refusal(address, open, now).<Verdict>map(Verdict.Refused::new).orElseGet(() -> {
            halfOpen.incrementAndGet();
            halfOpenByAddress.merge(address, 1, Integer::sum);
            return new Verdict.Admitted(new Pass(address));
        });
    }

    int halfOpen() {
        return halfOpen.get();
    }

    private Optional<String> refusal(InetAddress address, int open, long now) {
        if (open >= limits.max()) {
            return Optional.of("all connections are taken");
        }
        if (halfOpen.get() >= limits.halfOpenMax()) {
            return Optional.of("too many handshakes at once");
        }
        if (halfOpenByAddress.getOrDefault(address, 0) >= limits.halfOpenPerAddressMax()) {
            return Optional.of("too many handshakes from this address");
        }
        return accepts.tryTake(now) ? Optional.empty() : Optional.of("too many new connections");
    }
}
