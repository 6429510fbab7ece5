// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.device.DeviceException;
import network.banyan.device.Journal;
import network.banyan.device.Progress;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.log.RecordAnswer;
import network.banyan.evidence.log.RecordSequence;
import network.banyan.evidence.log.Refusal;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The far side of the tracker, on one thread: takes records from the journal to the gateway in their order, and off the
 * queue when their receipts are verified and kept. A message is sent and answered before the next one, so there is nothing
 * to remember but how far the receipts reach.
 */
final class Delivery {
    private static final int READ_AHEAD = 1_024;

    /** Of the gateway's 256 KiB. */
    private static final int MAX_MESSAGE = 200 * 1_024;

    private static final long ANSWER_MILLIS = 5_000;

    private final Journal journal;
    private final ReceiptStore receipts;
    private final GatewayIdentity identity;
    private final GatewayPort port;
    private final Deque<DeviceRecord> ahead = new ArrayDeque<>();

    /** The last record that the gateway is known to hold; behind the receipts while it is asked for earlier ones. */
    private long position;

    Delivery(Journal journal, ReceiptStore receipts, GatewayIdentity identity, GatewayPort port) {
        if (receipts.through() > journal.lastSequence()) {
            throw new DeviceException(
                    ("there is a receipt for record %d, but the journal ends with %d: the disk was restored or damaged;"
                                    + " give this device a new key")
                            .formatted(receipts.through(), journal.lastSequence()));
        }
        this.journal = journal;
        this.receipts = receipts;
        this.identity = identity;
        this.port = port;
        this.position = Math.max(receipts.through(), journal.firstSequence() - 1);
    }

    /** Whether everything that was measured so far has its receipt. */
    boolean isDone() {
        return position >= journal.lastSequence();
    }

    /**
     * One message further.
     *
     * @throws DeviceException if the gateway says what only a person can put right
     */
    Progress advance() throws GatewayPort.Away, InterruptedException {
        port.connect();
        List<DeviceRecord> batch = batch();
        if (batch.isEmpty()) {
            return new Progress.Resting();
        }
        var message = new ByteArrayOutputStream();
        Map<Hash, DeviceRecord> waiting = new HashMap<>();
        for (DeviceRecord record : batch) {
            message.writeBytes(record.encoded().toArray());
            waiting.put(record.id(), record);
        }
        Optional<String> refused = port.publish(Bytes.wrap(message.toByteArray()));
        return answers(waiting, batch.getLast().sequence(), refused);
    }

    private List<DeviceRecord> batch() {
        if (ahead.isEmpty() || ahead.getFirst().sequence() != position + 1) {
            ahead.clear();
            ahead.addAll(journal.read(position + 1, READ_AHEAD));
        }
        List<DeviceRecord> batch = new ArrayList<>();
        int size = 0;
        for (DeviceRecord record : ahead) {
            size += record.encoded().size();
            if (batch.size() == RecordSequence.MAX_RECORDS || size > MAX_MESSAGE) {
                break;
            }
            batch.add(record);
        }
        return batch;
    }

    /** Takes answers until the last record of the message has one, or none comes any more. */
    private Progress answers(Map<Hash, DeviceRecord> waiting, long last, Optional<String> refused)
            throws GatewayPort.Away, InterruptedException {
        long end = System.nanoTime() + ANSWER_MILLIS * 1_000_000;
        while (position < last) {
            long left = (end - System.nanoTime()) / 1_000_000;
            Optional<Bytes> message = left > 0 ? port.receive(left) : Optional.empty();
            if (message.isEmpty()) {
                return new Progress.Hindered(refused.map(reason -> "the gateway refuses: " + printable(reason))
                        .orElse("the gateway sends no receipt for record %d".formatted(position + 1)));
            }
            Optional<Progress> stop = take(message.get(), waiting);
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        return new Progress.Moved();
    }

    /** Empty if all is well so far. */
    private Optional<Progress> take(Bytes message, Map<Hash, DeviceRecord> waiting) {
        List<ReceiptStore.Kept> good = new ArrayList<>();
        Optional<Progress> stop = Optional.empty();
        for (RecordAnswer answer : decode(message)) {
            DeviceRecord record = waiting.get(answer.record());
            // Receipts of an earlier attempt come late, and in no order that matters.
            if (stop.isEmpty() && record != null && record.sequence() == position + 1) {
                stop = switch (answer) {
                    case RecordAnswer.Taken taken -> taken(record, taken, good);
                    case RecordAnswer.Refused no -> Optional.of(refused(record, no.refusal(), printable(no.reason())));
                };
            }
        }
        receipts.keep(good);
        journal.discardThrough(receipts.through());
        return stop;
    }

    private static List<RecordAnswer> decode(Bytes message) {
        try {
            return RecordAnswer.decode(message);
        } catch (EvidenceFormatException notAnswers) {
            return List.of();
        }
    }

    private Optional<Progress> taken(DeviceRecord record, RecordAnswer.Taken answer, List<ReceiptStore.Kept> good) {
        return switch (identity.check(answer.receipt(), record.encoded())) {
            case GatewayIdentity.Check.Good() -> {
                position = record.sequence();
                ahead.poll();
                if (position > receipts.through()) {
                    good.add(new ReceiptStore.Kept(position, answer.receipt()));
                }
                yield Optional.empty();
            }
            case GatewayIdentity.Check.Worthless(String reason) ->
                Optional.of(
                        new Progress.Hindered("record %d stays in the queue: %s".formatted(record.sequence(), reason)));
        };
    }

    private Progress refused(DeviceRecord record, Refusal refusal, String reason) {
        String sentence =
                "the gateway refuses record %d as %s: %s".formatted(record.sequence(), refusal.code(), reason);
        if (!refusal.isPassing()) {
            throw new DeviceException(sentence);
        }
        if (refusal == Refusal.OUT_OF_ORDER && position >= journal.firstSequence()) {
            // It is another gateway than before, or one that lost its disk: it may have all that is still here.
            position = journal.firstSequence() - 1;
            return new Progress.Moved();
        }
        return new Progress.Hindered(sentence);
    }

    /** A stranger's words, for a terminal and a log. */
    private static String printable(String words) {
        return words.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
