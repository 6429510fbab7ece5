// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Certificate;

/** What may happen to a replica's consensus. */
public sealed interface Input {
    /**
     * Comes first, and once: what outlived the last stop.
     *
     * @param tip the last block that is final and stored; the one the epoch starts from has view 0
     * @param tipCertificate its FINALIZE certificate; absent for the block the epoch starts from
     * @param log every record that {@link Effect.Persist} gave since, in order; records at or below the tip's view do no
     *     harm
     */
    record Start(BlockId tip, Optional<Certificate> tipCertificate, List<LogRecord> log) implements Input {
        public Start {
            log = List.copyOf(log);
        }
    }

    record TimerFired(Timer timer) implements Input {}

    /**
     * A message came over an authenticated connection.
     *
     * @param from the seat whose node sent it
     */
    record Received(int from, Message message) implements Input {}

    /** A certificate that the caller has verified, and whoever brought it: with a status, or with the blocks it covers. */
    record Certified(Certificate certificate) implements Input {}

    /**
     * A member can be reached, for the first time or again. What was said while it could not is repeated to it.
     *
     * @param seat the member's
     */
    record Connected(int seat) implements Input {}

    /** The answer to {@link Effect.Build}. It may come as late as the block interval demands, or never. */
    record BlockBuilt(BlockId block) implements Input {}

    /**
     * The answer to {@link Effect.Verify}: whether the block is what its id says, follows its parent and executes. It
     * comes only when that is known; a block that cannot be fetched is not invalid.
     */
    record BlockJudged(BlockId block, boolean valid) implements Input {}
}
