// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.election.CheckpointStatement;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;

/**
 * What a key has signed, and therefore must not sign: rules 3 to 8 of docs/spec/signer.md. Pure; whoever owns it makes a new
 * statement durable before the signature leaves.
 */
final class Guard {
    /** Votes of so many views before the highest one are remembered; below, nothing is signed. */
    static final long WINDOW = 1_024;

    private static final int CHECKPOINTS_MAX = 64;

    /** A view of an epoch. */
    record Slot(long epoch, long view) implements Comparable<Slot> {
        static final Slot NONE = new Slot(0, 0);

        @Override
        public int compareTo(Slot other) {
            return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Long.compare(view, other.view);
        }
    }

    /** What may become of a request. */
    sealed interface Verdict {
        /** It contradicts nothing, and is new: record it first. */
        record Fresh() implements Verdict {}

        /** It is on record, or nothing can contradict it. */
        record Known() implements Verdict {}

        record Refused(String reason) implements Verdict {}
    }

    private final SortedMap<Slot, Map<VoteType, VoteSubject>> votes = new TreeMap<>();
    private final SortedMap<Long, CheckpointStatement> checkpoints = new TreeMap<>();
    private Slot floor = Slot.NONE;
    private long checkpointFloor = -1;

    Verdict judge(Statement statement) {
        return switch (statement) {
            case Statement.Vote(VoteSubject subject) -> judge(subject);
            case Statement.Addition _ -> new Verdict.Known();
            case Statement.Checkpoint(CheckpointStatement checkpoint) -> judge(checkpoint);
        };
    }

    private Verdict judge(VoteSubject subject) {
        Slot slot = new Slot(subject.epoch(), subject.view());
        if (slot.compareTo(floor) <= 0) {
            return new Verdict.Refused("view %d of epoch %d is closed".formatted(slot.view(), slot.epoch()));
        }
        Map<VoteType, VoteSubject> said = votes.getOrDefault(slot, Map.of());
        VoteSubject before = said.get(subject.type());
        if (before != null) {
            return before.equals(subject)
                    ? new Verdict.Known()
                    : new Verdict.Refused("another %s stands in view %d of epoch %d"
                            .formatted(subject.type(), slot.view(), slot.epoch()));
        }
        Optional<VoteType> excluded = switch (subject.type()) {
            case NOTARIZE -> Optional.empty();
            case NULLIFY -> Optional.of(VoteType.FINALIZE);
            case FINALIZE -> Optional.of(VoteType.NULLIFY);
        };
        return excluded.filter(said::containsKey)
                .<Verdict>map(type -> new Verdict.Refused(
                        "%s stands in view %d of epoch %d".formatted(type, slot.view(), slot.epoch())))
                .orElseGet(Verdict.Fresh::new);
    }

    private Verdict judge(CheckpointStatement checkpoint) {
        CheckpointStatement before = checkpoints.get(checkpoint.epoch());
        if (before != null) {
            return before.equals(checkpoint)
                    ? new Verdict.Known()
                    : new Verdict.Refused("another checkpoint stands for epoch " + checkpoint.epoch());
        }
        return checkpoint.epoch() <= checkpointFloor
                ? new Verdict.Refused("checkpoints up to epoch %d are closed".formatted(checkpointFloor))
                : new Verdict.Fresh();
    }

    void record(Statement statement) {
        switch (statement) {
            case Statement.Vote(VoteSubject subject) -> {
                Slot slot = new Slot(subject.epoch(), subject.view());
                votes.computeIfAbsent(slot, any -> new EnumMap<>(VoteType.class))
                        .put(subject.type(), subject);
                Slot highest = votes.lastKey();
                // An epoch that was left is over: nothing more is said in it.
                raise(new Slot(highest.epoch(), Math.max(0, highest.view() - WINDOW)));
            }
            case Statement.Addition _ -> {}
            case Statement.Checkpoint(CheckpointStatement checkpoint) -> {
                checkpoints.put(checkpoint.epoch(), checkpoint);
                while (checkpoints.size() > CHECKPOINTS_MAX) {
                    closeCheckpoints(checkpoints.firstKey());
                }
            }
        }
    }

    /** Closes everything up to a slot for ever. */
    void raise(Slot to) {
        if (to.compareTo(floor) > 0) {
            floor = to;
            votes.headMap(new Slot(to.epoch(), to.view() + 1)).clear();
        }
    }

    void closeCheckpoints(long epoch) {
        checkpointFloor = Math.max(checkpointFloor, epoch);
        checkpoints.headMap(epoch + 1).clear();
    }

    Slot floor() {
        return floor;
    }

    long checkpointFloor() {
        return checkpointFloor;
    }

    /** The highest slot that was voted in, or closed. */
    Slot highest() {
        return votes.isEmpty() ? floor : votes.lastKey();
    }

    /** The highest epoch whose checkpoint was signed, or closed. */
    long highestCheckpoint() {
        return checkpoints.isEmpty() ? checkpointFloor : checkpoints.lastKey();
    }

    /** Everything on record, oldest first. */
    List<Statement> statements() {
        List<Statement> all = new ArrayList<>();
        votes.values().forEach(said -> said.values().forEach(subject -> all.add(new Statement.Vote(subject))));
        checkpoints.values().forEach(checkpoint -> all.add(new Statement.Checkpoint(checkpoint)));
        return all;
    }
}
