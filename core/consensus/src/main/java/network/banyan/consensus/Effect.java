// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import network.banyan.ledger.Certificate;

/**
 * What consensus asks of the world. To be carried out in the order given; in particular everything that an earlier
 * {@link Persist} names must be durable before a later {@link Broadcast} or {@link Send} leaves (rule 8). Syncing once for
 * many is fine.
 */
public sealed interface Effect {
    /** Append to the vote log. */
    record Persist(LogRecord entry) implements Effect {}

    /** To every other member. The block itself goes with a {@link Message.Proposal}, by the replica's own means. */
    record Broadcast(Message message) implements Effect {}

    record Send(int seat, Message message) implements Effect {}

    /** Answer with {@link Input.TimerFired} after the delay. A timer of the same kind that still runs is forgotten. */
    record StartTimer(Timer timer, long delayMillis) implements Effect {}

    /**
     * This replica leads the view: answer with {@link Input.BlockBuilt}, a child of the parent for this very view. If the
     * parent is the last block of the epoch, the answer is that block in this view (rule 9).
     */
    record Build(long view, BlockId parent) implements Effect {}

    /** Fetch the block if need be (its leader has it), execute it on its parent, and answer with {@link Input.BlockJudged}. */
    record Verify(BlockId block, BlockId parent, int leader) implements Effect {}

    /** A quorum holds that the block may stand. It may yet be skipped. */
    record Notarized(Certificate certificate) implements Effect {}

    /**
     * The block and all its ancestors are final (rule 6). Views rise from one such effect to the next. The block may be
     * unknown here; whoever signed has it. Log records up to its view may be dropped once it is stored as the tip.
     */
    record Finalized(Certificate certificate) implements Effect {}

    /** Somebody lied, and here is the proof. */
    record Report(Evidence evidence) implements Effect {}

    /** A seat sent what no honest member sends, but nothing that convinces others. For the log and the peer's score. */
    record Distrust(int seat, String reason) implements Effect {}

    /**
     * Certificates exist that cannot while at most f members lie. Nothing this machine could do is right any more, and it
     * answers no further input: stop, keep them, and call for people.
     */
    record Halt(String reason, List<Certificate> certificates) implements Effect {
        public Halt {
            certificates = List.copyOf(certificates);
        }
    }
}
