// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Hash;

/** What a root and its chains say of transfers: final blocks alone, so that what was said once stays so. */
public interface Facts {
    /** What any inbox took under this id, in order. */
    List<Step.Taken> taken(Hash tracking);

    /** The message at an index of a chain's inbox. */
    Optional<Step.Taken> taken(long chain, long index);

    /** What claims did under this id, whatever chain it came from, in order. */
    List<Step.Spending> spent(Hash tracking);

    /** The accepted checkpoint that ends with a run. */
    Optional<Step.Accepted> accepted(long chain, long run);

    /**
     * How long an accepted checkpoint still waits.
     *
     * @param payableAt seconds of the root's time, if the chain's clock runs until then
     */
    record Maturity(boolean isMature, long payableAt, boolean isClockRunning) {}

    Maturity maturity(long chain, long sequence);

    /** Whether the chain itself can be asked. The methods below say nothing of others. */
    boolean isInSight(long chain);

    /** What anybody sent from any chain under this id. */
    List<Step.Sent> sent(Hash tracking);

    /** The quorum's first word that reaches beyond an index of the inbox. */
    Optional<Step.Observed> observed(long chain, long index);

    Optional<Step.Handled> handled(long chain, long index);

    /** What goes back for a message that could not be delivered; empty if that brought nothing. */
    Optional<Step.Sent> wentBack(Step.Handled handled, Hash tracking);

    /** The answer to a forced withdrawal; empty while its run is not closed. */
    Optional<Step.Answered> answered(Step.Handled handled, Hash request);
}
