// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.log.Tip;
import network.banyan.primitives.Hash;

/** Puts verified messages into the log, many in one commit, and judges each record by the chain of its device. */
final class Committer {
    private final RecordLog log;

    Committer(RecordLog log) {
        this.log = log;
    }

    /** The outcomes of a message's records. */
    record Done(Message message, List<Outcome> outcomes) {}

    /** What is known of a record before the commit is durable. */
    private sealed interface Verdict {
        /** A new leaf, the {@code place}-th of this commit; {@code isNew} is false if the same record came twice in it. */
        record Joins(DeviceRecord record, int place, boolean isNew) implements Verdict {}

        record Settled(Outcome outcome) implements Verdict {}

        record Stored(Hash record, long leaf) implements Verdict {}
    }

    /** One commit being put together. */
    private final class Draft {
        final List<DeviceRecord> records = new ArrayList<>();
        final List<Hash> leafHashes = new ArrayList<>();
        final Map<Hash, Tip> tips = new HashMap<>();
        final Map<Hash, Integer> places = new HashMap<>();

        Optional<Tip> tip(Hash device) {
            Tip moved = tips.get(device);
            return moved != null ? Optional.of(moved) : log.tip(device);
        }

        Verdict judge(Sender sender, Verification.Item item) {
            return switch (item) {
                case Verification.Item.Bad(Outcome.Refused refused, long sequence) -> {
                    if (refused.refusal().isPassing()) {
                        sender.putOff(sequence);
                    }
                    yield new Verdict.Settled(refused);
                }
                case Verification.Item.Good(DeviceRecord record, Hash leafHash) -> judge(sender, record, leafHash);
            };
        }

        private Verdict judge(Sender sender, DeviceRecord record, Hash leafHash) {
            Integer place = places.get(record.id());
            if (place != null) {
                return new Verdict.Joins(record, place, false);
            }
            Optional<Tip> tip = tip(record.device());
            if (tip.isPresent()) {
                Tip at = tip.get();
                if (record.sequence() <= at.lastSequence()) {
                    return older(record, leafHash, at);
                }
                if (record.sequence() > at.lastSequence() + 1) {
                    return outOfOrder(record, at.lastSequence() + 1);
                }
                if (!record.previous().equals(at.lastName())) {
                    return refused(
                            record,
                            Refusal.FORK,
                            "it does not follow record %d that was taken; the key signed two histories"
                                    .formatted(at.lastSequence()));
                }
            } else if (record.sequence() > sender.putOff()) {
                return outOfOrder(record, sender.putOff());
            }
            records.add(record);
            leafHashes.add(leafHash);
            places.put(record.id(), records.size() - 1);
            tips.put(
                    record.device(),
                    new Tip(tip.map(Tip::firstSequence).orElse(record.sequence()), record.sequence(), record.id()));
            return new Verdict.Joins(record, records.size() - 1, true);
        }

        private Verdict older(DeviceRecord record, Hash leafHash, Tip tip) {
            if (record.sequence() < tip.firstSequence()) {
                return refused(
                        record,
                        Refusal.TOO_OLD,
                        "this gateway took the device's records from %d on".formatted(tip.firstSequence()));
            }
            OptionalLong leaf = log.find(record.device(), record.sequence());
            boolean isKnown;
            try {
                isKnown = leaf.isPresent() && log.leafHash(leaf.getAsLong()).equals(leafHash);
            } catch (UncheckedIOException unreadable) {
                return refused(record, Refusal.BUSY, "the gateway cannot read its log: " + unreadable.getMessage());
            }
            return isKnown
                    ? new Verdict.Stored(record.id(), leaf.getAsLong())
                    : refused(
                            record,
                            Refusal.FORK,
                            "another record of number %d was taken; the key signed two histories"
                                    .formatted(record.sequence()));
        }
    }

    private static Verdict outOfOrder(DeviceRecord record, long first) {
        return refused(
                record, Refusal.OUT_OF_ORDER, "records %d to %d come first".formatted(first, record.sequence() - 1));
    }

    private static Verdict refused(DeviceRecord record, Refusal refusal, String reason) {
        return new Verdict.Settled(new Outcome.Refused(record.id(), refusal, reason));
    }

    /** Judges the messages in their order, makes durable what is new, and says what became of each record. */
    List<Done> commit(List<Verification.Verified> messages) {
        Optional<String> failure = settled();
        var draft = new Draft();
        List<List<Verdict>> verdicts = new ArrayList<>(messages.size());
        for (Verification.Verified verified : messages) {
            Sender sender = verified.message().sender();
            verdicts.add(verified.items().stream()
                    .map(item -> draft.judge(sender, item))
                    .toList());
        }
        long first = log.size();
        Optional<LogCheckpoint> head = log.checkpoint();
        if (!draft.records.isEmpty() && failure.isEmpty()) {
            try {
                head = Optional.of(log.append(draft.records, draft.leafHashes));
            } catch (RecordLog.Refused refused) {
                failure = Optional.of(String.valueOf(refused.getMessage()));
            }
        }
        List<Done> done = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            List<Outcome> outcomes = new ArrayList<>(verdicts.get(i).size());
            for (Verdict verdict : verdicts.get(i)) {
                if (failure.isPresent() && verdict instanceof Verdict.Joins(DeviceRecord record, int _, boolean _)) {
                    messages.get(i).message().sender().putOff(record.sequence());
                }
                outcomes.add(outcome(verdict, first, head, failure));
            }
            done.add(new Done(messages.get(i).message(), List.copyOf(outcomes)));
        }
        return done;
    }

    /** To be called again and again while there is nothing to commit. */
    void rest() {
        var _ = settled();
    }

    /** Why nothing new can be kept now, if so: what is judged must be judged by a log whose end is known. */
    private Optional<String> settled() {
        try {
            var _ = log.settle();
            return Optional.empty();
        } catch (RecordLog.Refused unknown) {
            return Optional.of(String.valueOf(unknown.getMessage()));
        }
    }

    private static Outcome outcome(
            Verdict verdict, long first, Optional<LogCheckpoint> head, Optional<String> failure) {
        return switch (verdict) {
            case Verdict.Settled(Outcome outcome) -> outcome;
            case Verdict.Stored(Hash record, long leaf) -> new Outcome.Taken(record, leaf, head.orElseThrow(), false);
            case Verdict.Joins(DeviceRecord record, int place, boolean isNew) ->
                failure.isPresent()
                        ? new Outcome.Refused(record.id(), Refusal.BUSY, failure.get())
                        : new Outcome.Taken(record.id(), first + place, head.orElseThrow(), isNew);
        };
    }
}
