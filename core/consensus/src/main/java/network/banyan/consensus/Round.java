// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import org.jspecify.annotations.Nullable;

/** What has happened in one view so far, votes and certificates aside. */
final class Round {
    /** The first that its leader sent. */
    Message.@Nullable Proposal proposal;

    /** What this replica proposed, as leader. */
    LogRecord.@Nullable Proposed own;

    /** What this replica was asked to build on, as leader. */
    @Nullable
    BlockId buildingOn;

    /** The proposal is with the executor, or back. */
    boolean judging;

    /** The proposal is wrong. */
    boolean refused;

    /** Certificates were asked for and have not come yet. */
    boolean asked;

    /** The retry timer runs. */
    boolean retrying;
}
