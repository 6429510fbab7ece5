// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.Optional;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/**
 * Signs this replica's votes. {@link Simplex} asks only for what its {@link VoteGuard} allows; a signer in a process of
 * its own keeps a guard of its own.
 */
public interface VoteSigner {
    /** The seat whose key this is. */
    int seat();

    /** 96 bytes; the same for the same subject at any time. Empty if a signer elsewhere refuses, or does not answer. */
    Optional<Bytes> sign(VoteSubject subject);

    /**
     * The seat's addition to the beacon in a view of its epoch, 96 bytes: see {@link network.banyan.election.Reveal}. Empty as
     * above.
     */
    Optional<Bytes> reveal(long view);
}
