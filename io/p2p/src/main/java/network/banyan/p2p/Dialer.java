// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Knows whom to call and when. Owned by the network's thread; makes no calls itself.
 *
 * <p>The node with the larger key waits longer by a few times the first redial, so that in most pairs only one dials.
 */
final class Dialer {
    private static final int DEFERENCE_REDIALS = 5;

    private final NodeId self;
    private final Limits.Times times;
    private final RandomGenerator random;
    private final Map<NodeId, Target> targets = new TreeMap<>();

    Dialer(NodeId self, Limits.Times times, RandomGenerator random) {
        this.self = self;
        this.times = times;
        this.random = random;
    }

    /** A call to make. The address may be unresolved, and is then looked up anew for each call. */
    record Call(NodeId node, InetSocketAddress address) {}

    private static final class Target {
        private InetSocketAddress address;
        private final Backoff backoff;
        private long nextAt;
        private boolean busy;
        private long connectedAt;

        private Target(InetSocketAddress address, Backoff backoff, long nextAt) {
            this.address = address;
            this.backoff = backoff;
            this.nextAt = nextAt;
        }
    }

    /** Replaces whom to call. Running connections are not touched. */
    void aim(Map<NodeId, InetSocketAddress> peers, long now) {
        targets.keySet().retainAll(peers.keySet());
        new TreeMap<>(peers).forEach((node, address) -> {
            Target known = targets.get(node);
            if (known != null) {
                known.address = address;
            } else if (!node.equals(self)) {
                targets.put(node, new Target(address, backoff(), now + deference(node)));
            }
        });
    }

    /** The calls due now. Each must be answered with {@link #ended} or {@link #connected}. */
    List<Call> due(AllowedKeys allowed, long now) {
        List<Call> calls = new ArrayList<>();
        targets.forEach((node, target) -> {
            if (!target.busy && now - target.nextAt >= 0 && allowed.contains(node)) {
                target.busy = true;
                calls.add(new Call(node, target.address));
            }
        });
        return calls;
    }

    /** There is a connection, whoever dialled: no calls until it ends. */
    void connected(NodeId node, long now) {
        Target target = targets.get(node);
        if (target != null) {
            target.busy = true;
            target.connectedAt = now;
        }
    }

    /** A connection that lasted has ended. */
    void disconnected(NodeId node, long now) {
        Target target = targets.get(node);
        if (target != null && now - target.connectedAt > times.redialMax().toNanos()) {
            target.backoff.reset();
        }
        ended(node, now);
    }

    /** A call led to nothing. */
    void ended(NodeId node, long now) {
        Target target = targets.get(node);
        if (target != null) {
            target.busy = false;
            target.nextAt = now + target.backoff.next() + deference(node);
        }
    }

    private Backoff backoff() {
        return new Backoff(times.redialFirst().toNanos(), times.redialMax().toNanos(), random);
    }

    private long deference(NodeId node) {
        return self.compareTo(node) > 0
                ? DEFERENCE_REDIALS * times.redialFirst().toNanos()
                : 0;
    }
}
