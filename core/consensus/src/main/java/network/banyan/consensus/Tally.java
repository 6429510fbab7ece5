// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.ledger.VoteSubject;

/** The votes of one type in one view, one a seat. Knows nothing of signatures. */
final class Tally {
    private final SortedMap<Integer, SignedVote> voteBySeat = new TreeMap<>();
    private boolean closed;

    Optional<SignedVote> of(int seat) {
        return Optional.ofNullable(voteBySeat.get(seat));
    }

    void put(SignedVote vote) {
        voteBySeat.put(vote.seat(), vote);
    }

    void remove(int seat) {
        voteBySeat.remove(seat);
    }

    /** In the order of seats, so that the same votes make the same certificate, byte for byte. */
    List<SignedVote> supporters(VoteSubject subject) {
        return voteBySeat.values().stream()
                .filter(vote -> vote.subject().equals(subject))
                .toList();
    }

    /** There is a certificate: later votes are kept only to catch those who contradict themselves. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
