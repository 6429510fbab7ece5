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
 * What is known to be final but not here yet, and whom we asked for it. An answer that does not come in time is asked of
 * the next member, with more patience each time: on a slow line a run of blocks takes long, and asking for it again and
 * again makes that worse. An answer that comes late is taken all the same.
 */
final class CatchUp {
    static final long RETRY_MILLIS = 400;

    private static final long PATIENCE_MILLIS_MAX = 6_400;

    private static final int HOLDERS_MAX = 16;

    private final Committee committee;
    private final OptionalInt ownSeat;
    private final Set<Hash> fetching = new LinkedHashSet<>();
    private final Set<Hash> askedOfLeader = new LinkedHashSet<>();

    /** Members whose answer may still come; each may give one. */
    private final Set<Bytes> asked = new LinkedHashSet<>();

    /** Those asked since the alarm rang that said they have nothing for us. */
    private final Set<Bytes> without = new LinkedHashSet<>();

    /** Who has shown that it stands where we want to, last shown last. */
    private final Set<Bytes> holders = new LinkedHashSet<>();

    private @Nullable Certificate goal;
    private long askAgainAt = Long.MIN_VALUE;
    private long patience = RETRY_MILLIS;
    private boolean alarmed;
    private boolean walking;
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

    /** The peer has shown a certificate beyond us. */
    void holds(Bytes peer) {
        holders.remove(peer);
        holders.add(peer);
        if (holders.size() > HOLDERS_MAX) {
            holders.remove(holders.iterator().next());
        }
    }

    void reached(long height) {
        askedOfLeader.clear();
        Certificate current = goal;
        if (current != null && current.subject().height() <= height) {
            goal = null;
            askAtOnce();
        }
    }

    /** Whom to ask for the next run of blocks; empty while an answer may be expected. */
    Optional<Bytes> ask(long now) {
        return mayAsk(now) ? Optional.of(asking(nextPeer(), now)) : Optional.empty();
    }

    /** As {@link #ask(long)}, of a peer who says that it has them. */
    Optional<Bytes> ask(Bytes peer, long now) {
        return mayAsk(now) ? Optional.of(asking(peer, now)) : Optional.empty();
    }

    private boolean mayAsk(long now) {
        // A wall clock may have been set back since.
        return now >= askAgainAt || askAgainAt - now > PATIENCE_MILLIS_MAX;
    }

    private Bytes asking(Bytes peer, long now) {
        asked.add(peer);
        askAgainAt = now + patience;
        patience = Math.min(2 * patience, PATIENCE_MILLIS_MAX);
        return peer;
    }

    boolean expects(Bytes peer) {
        return asked.contains(peer);
    }

    /** The next question may follow at once. */
    void answered(Bytes peer) {
        walking = false;
        settle(peer);
    }

    /** Nothing more is expected of a peer: it answered, or the line to it broke. False if nothing was. */
    boolean settle(Bytes peer) {
        boolean open = asked.remove(peer);
        if (open) {
            askAtOnce();
        }
        return open;
    }

    /**
     * A peer that was asked stands no higher than we do. True if the next may be asked at once: each peer may say so once between
     * two alarms, so that those who have nothing are not asked round and round.
     */
    boolean hasNone(Bytes peer) {
        boolean news = asked.contains(peer) && without.add(peer);
        if (news) {
            askAtOnce();
        }
        return news;
    }

    /** What was asked for is here, be it by another way, so the next question need not wait for an answer to the last. */
    private void askAtOnce() {
        askAgainAt = Long.MIN_VALUE;
        patience = RETRY_MILLIS;
    }

    /** Whom to ask for one block: first its leader, who has it, then the others, for leaders die. */
    Bytes whoHas(Hash block, OptionalInt leader) {
        return leader.isPresent() && !leader.equals(ownSeat) && askedOfLeader.add(block)
                ? committee.member(leader.getAsInt()).nodeKey()
                : nextPeer();
    }

    /** True if the alarm to ask again is to be set: it rings after its time, whatever else comes in until then. */
    boolean setsAlarm() {
        boolean wasSet = alarmed;
        alarmed = true;
        return !wasSet;
    }

    /**
     * Every other member in turn. Who has no seat may be connected with none of them, and asks those first that have shown
     * to be there: each goes to the end of the line when it is asked.
     */
    Bytes nextPeer() {
        if (ownSeat.isEmpty() && !holders.isEmpty()) {
            Bytes first = holders.iterator().next();
            holders.remove(first);
            holders.add(first);
            return first;
        }
        do {
            turn = (turn + 1) % committee.size();
        } while (committee.size() > 1 && ownSeat.isPresent() && turn == ownSeat.getAsInt());
        return committee.member(turn).nodeKey();
    }

    /** True once for each block until the alarm rings. */
    boolean startFetching(Hash block) {
        return fetching.add(block);
    }

    void alarmRang() {
        alarmed = false;
        fetching.clear();
        without.clear();
        walking = goal != null && !asked.isEmpty();
    }

    /**
     * True while runs of blocks were asked for in vain. A run ends with a certified block, and one certificate may cover
     * more blocks than fit a run; then they are fetched one by one, from the certified block down.
     */
    boolean walks() {
        return walking;
    }
}
