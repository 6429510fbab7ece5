// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.util.Optional;

/** Says who votes and who leads. The same question has the same answer for ever, on every replica. */
public interface Election {
    /** The committee of an epoch; empty if it is not decided yet. */
    Optional<Committee> committee(long epoch);

    /**
     * The seat that may propose in a view.
     *
     * @param view from 1
     */
    int leader(Committee committee, long view);
}
