// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import network.banyan.hub.Message;
import network.banyan.primitives.UInt256;

/** How a transfer stands: what it waits for, or how it ended. Chain 0 is the root. */
public sealed interface Standing {
    /** Nobody who was asked knows of it. */
    record Unknown() implements Standing {}

    /** It goes on, or not, on a chain of which no node was asked. */
    record OutOfSight(long chain) implements Standing {}

    /** What moves it on is still to come. */
    sealed interface Waiting extends Standing {
        long chain();
    }

    /** A quorum of the chain's members has not seen it on the root. */
    record ForQuorum(long chain, long index) implements Waiting {}

    /** Somebody has to bring it to the chain. */
    record ForHandling(long chain, long index) implements Waiting {}

    /** The chain took a forced withdrawal, and answers it when it closes the run. */
    record ForAnswer(long chain, long index) implements Waiting {}

    /** The root has no checkpoint yet that ends with this run. */
    record ForCheckpoint(long chain, long run) implements Waiting {}

    /**
     * The checkpoint waits its delay.
     *
     * @param payableAt seconds of the root's time, if the chain's clock runs until then
     * @param isClockRunning not while the chain is other than ACTIVE (hub rule 35)
     */
    record ForDelay(long chain, long sequence, long payableAt, boolean isClockRunning) implements Waiting {}

    /** Anybody can claim it now. */
    record ForClaim(long chain, long sequence) implements Waiting {}

    /**
     * A part went through the chain's outflow limit, and the rest is claimed again later.
     *
     * @param drawn of the message's amount
     */
    record ForLimit(long chain, long sequence, UInt256 drawn, Message message) implements Waiting {}

    /** Nothing follows. */
    sealed interface Final extends Standing {
        /** Where it ended. */
        long on();
    }

    /** The recipient has it. */
    record Delivered(long on) implements Final {}

    /** It could not be delivered, and {@code refund} has the value; on the root it is owed to that if that refused it. */
    record CameBack(long on) implements Final {}

    /** A call that brought nothing failed, so that nothing comes back. */
    record Failed(long on) implements Final {}
}
