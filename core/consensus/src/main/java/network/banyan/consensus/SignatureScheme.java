// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/** How votes of one committee on one chain are checked and added up. Real ones: {@link BlsScheme}. */
public interface SignatureScheme {
    boolean verify(SignedVote vote);

    /** Whether this is what the seat reveals in a view of the committee's epoch. */
    boolean verifyReveal(int seat, long view, Bytes reveal);

    /** The sum of signatures; empty if one of them is not even well-formed. Whether they are true is not checked. */
    Optional<Bytes> aggregate(List<Bytes> signatures);

    /**
     * Whether the signature is the sum of these seats' signatures of the subject.
     *
     * @param seats of the committee, each at most once
     */
    boolean verifyAggregate(List<Integer> seats, VoteSubject subject, Bytes signature);

    /** Whether a certificate from outside is the word of a quorum; empty if it is, or why it is not. */
    Optional<String> refusal(Certificate certificate);
}
