// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.anchoring;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.evidence.Publication;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.log.Tip;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Brings the records that rules put on the chain to the node's shelf. The shelf takes a device's records in their order
 * only, so those before go first.
 */
public final class RecordPublisher {
    private static final int MAX_RECORDS = 256;

    private final RecordLog log;
    private final NodePort node;
    private final SortedMap<Hash, Long> wanted = new TreeMap<>();

    public RecordPublisher(RecordLog log, NodePort node) {
        this.log = log;
        this.node = node;
    }

    /** Asks that a device's records up to this number be published. */
    public synchronized void publish(Hash device, long sequence) {
        wanted.merge(device, sequence, Math::max);
    }

    /** Whether nothing waits. */
    public synchronized boolean isDone() {
        return wanted.isEmpty();
    }

    private synchronized List<Hash> waiting() {
        return List.copyOf(wanted.keySet());
    }

    private synchronized long through(Hash device) {
        return wanted.getOrDefault(device, 0L);
    }

    private synchronized void finish(Hash device, long sequence) {
        wanted.computeIfPresent(device, (_, through) -> through <= sequence ? null : through);
    }

    /** One call to the node for each device that waits. */
    public Progress advance() {
        Progress progress = new Progress.Resting();
        for (Hash device : waiting()) {
            progress = better(progress, advance(device));
        }
        return progress;
    }

    private static Progress better(Progress one, Progress other) {
        return one instanceof Progress.Moved || other instanceof Progress.Resting ? one : other;
    }

    private Progress advance(Hash device) {
        long through = through(device);
        Tip tip = log.tip(device).orElseThrow();
        long from = Math.max(node.lastPublished(device) + 1, tip.firstSequence());
        if (from > through) {
            finish(device, through);
            return new Progress.Moved();
        }
        List<Bytes> records = new ArrayList<>();
        for (long sequence = from; sequence <= through && records.size() < MAX_RECORDS; sequence++) {
            records.add(log.leaf(log.find(device, sequence).orElseThrow()));
        }
        List<Publication> answers = node.publish(records);
        if (answers.size() != records.size()) {
            throw new NodePort.Unavailable(
                    "the node gave %d answers to %d records".formatted(answers.size(), records.size()));
        }
        for (Publication answer : answers) {
            switch (answer) {
                case Publication.Accepted _, Publication.Known _ -> {}
                case Publication.Crowded _ -> {
                    return given(device, through, "its shelf is full of records of the device");
                }
                case Publication.Missing(long expected, long _) -> {
                    return given(device, through, "it wants record %d first, which is not here".formatted(expected));
                }
                case Publication.Refused(String reason) -> {
                    return given(device, through, reason);
                }
            }
        }
        return new Progress.Moved();
    }

    /** The shelf is a copy for readers; the log's anchor holds without it. So it is not tried for ever. */
    private Progress given(Hash device, long through, String reason) {
        finish(device, through);
        return new Progress.Hindered(
                "the node does not keep records up to %d of device %s: %s".formatted(through, device, reason));
    }
}
