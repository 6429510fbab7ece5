// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.List;
import network.banyan.evidence.AnchorContract;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.RecordBatch;
import network.banyan.primitives.Hash;

/**
 * Puts published records under anchors, one transaction at a time. The contract's {@code next} is the only memory of how
 * far it came: whatever happened to a transaction, that says what to anchor now.
 */
final class Anchorer {
    private final Journal journal;
    private final NodePort node;
    private final AgentSettings settings;
    private final Hash device;
    private final Attempt anchor;

    private volatile long anchored;
    private boolean hasSent;
    private long sentMillis;
    private boolean failed;

    Anchorer(Hash device, Journal journal, NodePort node, AgentSettings settings) {
        this.device = device;
        this.journal = journal;
        this.node = node;
        this.settings = settings;
        this.anchor = new Attempt(node);
    }

    /** Number of the last record under a final anchor, as far as is known. */
    long anchored() {
        return anchored;
    }

    /** Whether the last anchor failed, so that the registry should be asked why; asking clears it. */
    boolean takeFailure() {
        boolean was = failed;
        failed = false;
        return was;
    }

    /**
     * Asks the chain how far the device's anchors go.
     *
     * @throws DeviceException if they go further than this journal
     */
    void refresh() {
        long last = node.nextSequence(device) - 1;
        if (last > journal.lastSequence()) {
            throw new DeviceException(
                    ("the chain has %d records of device %s, its journal %d: the disk was restored or the key is used"
                                    + " elsewhere; give this device a new key")
                            .formatted(last, device, journal.lastSequence()));
        }
        anchored = Math.max(anchored, last);
    }

    /**
     * @param published number of the last record that the node keeps
     * @param urgent whether to anchor at once, though the last anchor was only just sent
     */
    Progress advance(long published, boolean urgent, long nowMillis) {
        return switch (anchor.poll(nowMillis)) {
            case UNDER_WAY -> new Progress.Resting();
            case SUCCEEDED -> settle(published);
            case LOST -> {
                // It may have become final just now, or an earlier one that it replaced.
                refresh();
                yield new Progress.Moved();
            }
            case FAILED -> {
                failed = true;
                long before = anchored;
                refresh();
                yield anchored > before
                        ? settle(published)
                        : new Progress.Hindered("an anchor of device %s failed on the chain".formatted(device));
            }
            case NONE -> send(published, urgent, nowMillis);
        };
    }

    private Progress settle(long published) {
        refresh();
        journal.discardThrough(Math.min(anchored, published));
        return new Progress.Moved();
    }

    private Progress send(long published, boolean urgent, long nowMillis) {
        long waiting = published - anchored;
        boolean isDue = urgent
                || waiting >= settings.batchMax()
                || !hasSent
                || nowMillis - sentMillis >= settings.anchorMillis();
        if (waiting <= 0 || !isDue) {
            return new Progress.Resting();
        }
        int count = (int) Math.min(waiting, settings.batchMax());
        List<DeviceRecord> records = journal.read(anchored + 1, count);
        if (records.size() < count || records.getFirst().sequence() != anchored + 1) {
            throw new DeviceException(
                    "the journal lacks record %d, which is not anchored yet; restore the disk".formatted(anchored + 1));
        }
        try {
            anchor.send(
                    AnchorContract.ADDRESS,
                    AnchorContract.anchor(RecordBatch.of(records).batch()),
                    nowMillis);
        } catch (NodePort.WouldFail wouldFail) {
            refresh();
            failed = true;
            return new Progress.Hindered("an anchor would fail: " + wouldFail.reason());
        }
        hasSent = true;
        sentMillis = nowMillis;
        return new Progress.Moved();
    }
}
