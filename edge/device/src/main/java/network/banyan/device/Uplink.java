// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.ArrayList;
import java.util.List;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Publication;

/**
 * The far side of the agent: brings what stands in the journal to the node and under an anchor. It keeps nothing durable of
 * its own; after a restart it asks the chain and the node where they stand.
 *
 * <p>One thread calls {@link #advance}, again and again, at the pace its answers give.
 */
final class Uplink {
    private static final int MAX_RECORDS_PER_CALL = 256;
    private static final int MAX_BYTES_PER_CALL = 512 * 1024;

    private final DeviceSigner signer;
    private final Journal journal;
    private final NodePort node;
    private final Registrar registrar;
    private final Anchorer anchorer;

    private volatile Stage stage = Stage.COMPARING;
    private volatile long published;
    private boolean crowded;

    private enum Stage {
        /** Is the journal as long as what this key has signed? */
        COMPARING,
        /** Is the device registered, and may we anchor for it? */
        ENTERING,
        RUNNING
    }

    Uplink(DeviceSigner signer, Journal journal, NodePort node, AgentSettings settings) {
        this.signer = signer;
        this.journal = journal;
        this.node = node;
        this.registrar = new Registrar(signer, node, settings);
        this.anchorer = new Anchorer(signer.device(), journal, node, settings);
    }

    /** Whether the node has confirmed that the journal is not behind what this key has signed before. */
    boolean hasCompared() {
        return stage != Stage.COMPARING;
    }

    /** Number of the last record that the node keeps, as far as is known. */
    long published() {
        return published;
    }

    /** Number of the last record under a final anchor, as far as is known. */
    long anchored() {
        return anchorer.anchored();
    }

    /**
     * One step forward.
     *
     * @param nowMillis by a clock that never goes back
     * @throws DeviceException if a person must do something
     * @throws NodePort.Unavailable if the node does not answer
     */
    Progress advance(long nowMillis) {
        return switch (stage) {
            case COMPARING -> {
                compare();
                stage = Stage.ENTERING;
                yield new Progress.Moved();
            }
            case ENTERING -> {
                Progress progress = registrar.advance(nowMillis);
                if (progress instanceof Progress.Moved) {
                    stage = Stage.RUNNING;
                }
                yield progress;
            }
            case RUNNING -> {
                Progress publishing = publish();
                Progress anchoring = anchorer.advance(published, crowded, nowMillis);
                if (anchorer.takeFailure()) {
                    stage = Stage.ENTERING;
                }
                yield Progress.of(publishing, anchoring);
            }
        };
    }

    /** A journal behind the node's or the chain's knowledge would sign numbers twice. */
    private void compare() {
        anchorer.refresh();
        long kept = node.lastPublished(signer.device());
        if (kept > journal.lastSequence()) {
            throw new DeviceException(
                    ("the node has %d records of device %s, its journal %d: the disk was restored or the key is used"
                                    + " elsewhere; give this device a new key")
                            .formatted(kept, signer.device(), journal.lastSequence()));
        }
        published = Math.max(kept, journal.firstSequence() - 1);
    }

    private Progress publish() {
        List<DeviceRecord> records = batch();
        if (records.isEmpty()) {
            crowded = false;
            return new Progress.Resting();
        }
        List<Publication> answers =
                node.publish(records.stream().map(DeviceRecord::encoded).toList());
        if (answers.size() != records.size()) {
            throw new NodePort.Unavailable(
                    "the node gave %d answers to %d records".formatted(answers.size(), records.size()));
        }
        long before = published;
        for (int i = 0; i < records.size(); i++) {
            long sequence = records.get(i).sequence();
            switch (answers.get(i)) {
                case Publication.Accepted _, Publication.Known _ -> published = sequence;
                case Publication.Missing(long expected, long atLeast) -> {
                    return goBack(sequence, expected, atLeast);
                }
                case Publication.Crowded _ -> {
                    crowded = true;
                    return published > before ? new Progress.Moved() : new Progress.Resting();
                }
                case Publication.Refused(String reason) -> {
                    return new Progress.Hindered("the node refuses record %d: %s".formatted(sequence, reason));
                }
            }
        }
        crowded = false;
        return new Progress.Moved();
    }

    /** The node is another one than before, or lost its disk: it wants earlier records. */
    private Progress goBack(long sequence, long expected, long atLeast) {
        long from = journal.firstSequence() <= expected ? expected : atLeast;
        if (from < journal.firstSequence() || from >= sequence) {
            return new Progress.Hindered(
                    "the node asks for record %d, the journal starts with %d; the node may still be catching up"
                            .formatted(from, journal.firstSequence()));
        }
        published = from - 1;
        return new Progress.Moved();
    }

    private List<DeviceRecord> batch() {
        List<DeviceRecord> records = new ArrayList<>();
        int size = 0;
        if (published >= journal.lastSequence()) {
            return records;
        }
        for (DeviceRecord record : journal.read(published + 1, MAX_RECORDS_PER_CALL)) {
            size += record.encoded().size();
            if (size > MAX_BYTES_PER_CALL) {
                break;
            }
            records.add(record);
        }
        return records;
    }
}
