// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import network.banyan.hub.Checkpoint;
import network.banyan.hub.Message;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Something that happened to a transfer, on the root or on a chain; each is an event of a contract. */
public sealed interface Step {
    Moment at();

    /** The chain that it is about, wherever it happened. */
    long chain();

    /** Whether it happened on the root. */
    boolean isOnRoot();

    /**
     * The root took a message into a chain's inbox.
     *
     * @param tracking what later events of this message name
     */
    record Taken(long chain, long index, Hash tracking, Message message, Moment at) implements Step {
        @Override
        public boolean isOnRoot() {
            return true;
        }
    }

    /** A quorum of the chain's members saw the inbox up to a cursor. */
    record Observed(long chain, long cursor, Moment at) implements Step {
        @Override
        public boolean isOnRoot() {
            return false;
        }
    }

    /** The chain is done with a message of its inbox. One that was not delivered goes back, if it has a value. */
    record Handled(long chain, long index, boolean isDelivered, Moment at) implements Step {
        @Override
        public boolean isOnRoot() {
            return false;
        }
    }

    /** A message of a chain's outbox. */
    sealed interface Leaving extends Step {
        /** Of which run: the checkpoint that ends with it takes the message out. */
        long run();

        Hash tracking();

        Message message();

        @Override
        default boolean isOnRoot() {
            return false;
        }
    }

    /** Somebody sent it, or it goes back. */
    record Sent(long chain, long run, Hash tracking, Message message, Moment at) implements Leaving {}

    /** The chain answered a forced withdrawal when it closed the run (hub rule 46). */
    record Answered(long chain, long run, Hash tracking, Message message, Moment at) implements Leaving {}

    /** The root accepted the checkpoint that has the message. */
    record Accepted(long chain, Checkpoint checkpoint, Moment at) implements Step {
        @Override
        public boolean isOnRoot() {
            return true;
        }
    }

    /** What a claim brought about. */
    sealed interface Spending extends Step {
        @Override
        default boolean isOnRoot() {
            return true;
        }
    }

    /**
     * Some or all went through the chain's outflow limit.
     *
     * @param drawn so far
     * @param amount of the message
     */
    record Drawn(long chain, UInt256 drawn, UInt256 amount, Moment at) implements Spending {}

    /** The message is done on the root: its receiver has what it brought, or, if that refused, {@code refund} has. */
    record Claimed(long chain, boolean isPaid, Moment at) implements Spending {}

    /**
     * The message went into another inbox.
     *
     * @param to whose; its own chain's if it comes back, 0 if its value went to {@code refund} on the root
     * @param place its index there
     */
    record Forwarded(long chain, long to, long place, Moment at) implements Spending {}
}
