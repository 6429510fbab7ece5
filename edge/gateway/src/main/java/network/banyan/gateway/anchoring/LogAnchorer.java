// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.anchoring;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import network.banyan.device.Attempt;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Hash;

/**
 * Puts the log under anchors, one transaction at a time. The contract's {@code latest} is the only memory of how far it
 * came: whatever happened to a transaction, that says from where to prove now.
 *
 * <p>One thread calls {@link #compare} once and then {@link #advance} again and again.
 */
public final class LogAnchorer {
    private final RecordLog log;
    private final Function<Hash, GatewayLogContract.Latest> latest;
    private final Anchors anchors;
    private final long anchorMillis;
    private final Attempt attempt;
    private final AtomicLong urgent = new AtomicLong();
    private final AtomicLong wanted = new AtomicLong();

    private volatile long anchored;
    private Hash transaction = Hash.ZERO;
    private long sentSize;
    private long sentMillis = Long.MIN_VALUE / 2;

    /**
     * @param latest asks the contract; may throw {@link NodePort.Unavailable}
     * @param anchorMillis least time between two anchors that nobody asked for
     */
    public LogAnchorer(
            RecordLog log,
            NodePort node,
            Function<Hash, GatewayLogContract.Latest> latest,
            Anchors anchors,
            long anchorMillis) {
        this.log = log;
        this.latest = latest;
        this.anchors = anchors;
        this.anchorMillis = anchorMillis;
        this.attempt = new Attempt(node);
    }

    /** Records under a final anchor, as far as is known. */
    public long anchored() {
        return anchored;
    }

    /** Asks for an anchor of the first {@code size} records when the next one is due. */
    public void whenDue(long size) {
        wanted.accumulateAndGet(size, Math::max);
    }

    /** Whether all that was asked for at once is anchored. */
    public boolean isDone() {
        return urgent.get() <= anchored;
    }

    /** Asks for an anchor of the first {@code size} records as soon as the chain takes one. */
    public void atOnce(long size) {
        urgent.accumulateAndGet(size, Math::max);
    }

    /**
     * Holds the log against what the chain knows of it.
     *
     * @throws GatewayException if the chain knows another log, or more of it: the disk was restored, or the key is used
     *     elsewhere
     */
    public void compare() {
        GatewayLogContract.Latest known = latest.apply(log.gateway());
        boolean isOurs = known.size() == 0
                || (known.size() <= log.size() && log.root(known.size()).equals(known.root()));
        if (!isOurs) {
            throw new GatewayException(
                    ("the chain has %d records of gateway %s under root %s, and this disk another log of %d: the disk was"
                                    + " restored, or the key is used elsewhere; start a new gateway with a new key")
                            .formatted(known.size(), log.gateway(), known.root(), log.size()));
        }
        anchored = Math.max(anchored, known.size());
    }

    /**
     * One step forward.
     *
     * @param nowMillis by a clock that never goes back
     */
    public Progress advance(long nowMillis) {
        return switch (attempt.poll(nowMillis)) {
            case UNDER_WAY -> new Progress.Resting();
            case LOST -> {
                // It may have become final just now, or an earlier one that it replaced.
                compare();
                yield new Progress.Moved();
            }
            case SUCCEEDED -> {
                anchors.add(sentSize, transaction);
                compare();
                yield new Progress.Moved();
            }
            case FAILED -> {
                long before = anchored;
                compare();
                yield anchored > before
                        ? new Progress.Moved()
                        : new Progress.Hindered("an anchor of the log failed on the chain");
            }
            case NONE -> send(nowMillis);
        };
    }

    private Progress send(long nowMillis) {
        long size = log.size();
        boolean isDue = urgent.get() > anchored || (wanted.get() > anchored && nowMillis - sentMillis >= anchorMillis);
        if (size <= anchored || !isDue) {
            return new Progress.Resting();
        }
        List<Hash> proof = anchored == 0 ? List.of() : log.consistency(anchored, size);
        var head = new GatewayLogContract.Head(log.gateway(), log.root(size), size);
        try {
            transaction = attempt.send(
                    GatewayLogContract.ADDRESS,
                    GatewayLogContract.anchor(new GatewayLogContract.Anchoring(head, proof)),
                    nowMillis);
        } catch (NodePort.WouldFail wouldFail) {
            compare();
            return new Progress.Hindered("an anchor of the log would fail: " + wouldFail.reason());
        }
        sentSize = size;
        sentMillis = nowMillis;
        return new Progress.Moved();
    }
}
