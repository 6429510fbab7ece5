// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.OptionalInt;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.primitives.Bytes;

/**
 * What a replica asks of the world, in order. Whatever these say about its own votes and blocks is on disk already: the
 * replica writes to its {@link ChainStore} before {@code step} returns.
 */
public sealed interface Effect {
    /** To one peer, if it is connected; a lost message is made good by the protocol. */
    record Send(Bytes peer, PeerMessage message) implements Effect {}

    /** To every connected peer. */
    record Broadcast(PeerMessage message) implements Effect {}

    /** Answer with {@link Input.AlarmRang} after the delay. */
    record SetAlarm(Alarm alarm, long delayMillis) implements Effect {}

    /** A block became final and is stored. */
    record Published(ChainView.FinalizedBlock block) implements Effect {}

    /** Proof came that the chain is final up to this height, while we are not there yet. */
    record Behind(long height) implements Effect {}

    /**
     * An epoch began, or the replica did.
     *
     * @param seat from which this node votes, if it does
     */
    record Seated(Committee committee, OptionalInt seat) implements Effect {}

    /** Who may sit in this epoch or the next became known: they, too, should be listened to. */
    record Nominated(List<Member> candidates) implements Effect {
        public Nominated {
            candidates = List.copyOf(candidates);
        }
    }

    /** The view moved: for metrics and logs. */
    record Entered(long view) implements Effect {}

    /** A peer sent what no honest node sends. */
    record Misbehaved(Bytes peer, String reason) implements Effect {}

    /** Proof that a validator lied, or that the protocol's assumptions no longer hold; the node must stop on {@code fatal}. */
    record Alert(String message, boolean fatal) implements Effect {}
}
