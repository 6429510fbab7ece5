// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Invariant;

/**
 * Remembers what this replica has said, and refuses what would contradict it: a second subject under one (view, type),
 * FINALIZE after NULLIFY (rule 4), NULLIFY after FINALIZE (rule 5), anything at or below the last final view. Agreement
 * rests on this class alone.
 *
 * <p>Rebuilt from the vote log at start.
 */
final class VoteGuard {
    private final SortedMap<Long, Map<VoteType, VoteSubject>> said = new TreeMap<>();
    private long floor;

    /**
     * @param floor the last final view: nothing is said at or below it
     */
    VoteGuard(long floor) {
        this.floor = floor;
    }

    boolean allows(VoteSubject subject) {
        if (subject.view() <= floor) {
            return false;
        }
        VoteType contradicting = switch (subject.type()) {
            case NOTARIZE -> VoteType.NOTARIZE;
            case NULLIFY -> VoteType.FINALIZE;
            case FINALIZE -> VoteType.NULLIFY;
        };
        return vote(subject.view(), subject.type()).isEmpty()
                && vote(subject.view(), contradicting).isEmpty();
    }

    /** Must precede the signature. */
    void record(VoteSubject subject) {
        Invariant.check(allows(subject), "%s contradicts what was said before", subject);
        remember(subject);
    }

    /** Takes a vote from the log, where a vote and the proposal that carried it may both stand. */
    void recover(VoteSubject subject) {
        if (subject.view() > floor && !vote(subject.view(), subject.type()).equals(Optional.of(subject))) {
            record(subject);
        }
    }

    Optional<VoteSubject> vote(long view, VoteType type) {
        return Optional.ofNullable(said.getOrDefault(view, Map.of()).get(type));
    }

    /** Closes everything up to a final view for ever. */
    void raise(long finalView) {
        floor = Math.max(floor, finalView);
        said.headMap(floor + 1).clear();
    }

    private void remember(VoteSubject subject) {
        said.computeIfAbsent(subject.view(), view -> new EnumMap<>(VoteType.class))
                .put(subject.type(), subject);
    }
}
