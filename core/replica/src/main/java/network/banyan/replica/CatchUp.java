// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be final but not here yet, and whom we asked for it. One request for a run of blocks is under way at a
 * time; an answer that does not come within {@link #RETRY_MILLIS} is asked of the next member.
 */
final class CatchUp {
    static final long RETRY_MILLIS = 400;

    private final Committee committee;
    private final OptionalInt ownSeat;
    private final Set<Hash> fetching = new LinkedHashSet<>();
    private @Nullable Certificate goal;
    private @Nullable Bytes asked;
    private long askedAt;
    private int turn;

    CatchUp(Committee committee, OptionalInt ownSeat) {
        this.committee = committee;
        this.ownSeat = ownSeat;
        this.turn = ownSeat.orElse(0);
    }

    Optional<Certificate> goal() {
        return Optional.ofNullable(goal);
    }

    /** Whether the certificate tells no more than what we aim for already. */
    boolean knows(Certificate certificate) {
        Certificate current = goal;
        return current != null
                && certificate.subject().height() <= current.subject().height();
    }

    void aim(Certificate certificate) {
        if (!knows(certificate)) {
            goal = certificate;
        }
    }

    void reached(long height) {
        Certificate current = goal;
        if (current != null && current.subject().height() <= height) {
            goal = null;
        }
    }

    /** Whom to ask for the next run of blocks; empty while an answer may still come. */
    Optional<Bytes> ask(long now) {
        if (asked != null && now - askedAt < RETRY_MILLIS) {
            return Optional.empty();
        }
        Bytes peer = nextPeer();
        asked = peer;
        askedAt = now;
        return Optional.of(peer);
    }

    boolean expects(Bytes peer) {
        return asked != null && asked.equals(peer);
    }

    void answered(Bytes peer) {
        if (expects(peer)) {
            asked = null;
        }
    }

    /** Every other member in turn. */
    Bytes nextPeer() {
        do {
            turn = (turn + 1) % committee.size();
        } while (committee.size() > 1 && ownSeat.isPresent() && turn == ownSeat.getAsInt());
        return committee.member(turn).nodeKey();
    }

    /** True once for each block until {@link #forgetAsked}. */
    boolean startFetching(Hash block) {
        return fetching.add(block);
    }

    void forgetAsked() {
        fetching.clear();
        asked = null;
    }
}
