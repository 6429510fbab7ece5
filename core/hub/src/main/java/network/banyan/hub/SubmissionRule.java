// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.Optional;
import java.util.function.LongFunction;
import network.banyan.primitives.Hash;

/**
 * Whether a root would take a submission of an ACTIVE chain (rule 21), so that nobody pays for one that it refuses. What an
 * escrow holds is not asked: a checkpoint that overdraws is taken, and held against those who signed it (rule 25).
 *
 * @param line where the chain's accepted checkpoints end
 * @param inbox the root's inbox hash of a count of messages; empty beyond the inbox
 * @param term whose committee sits
 * @param committee its hash
 */
public record SubmissionRule(
        HubDomain domain, Line line, LongFunction<Optional<Hash>> inbox, long term, Hash committee) {

    /** Empty if the root takes it. The last accepted one is taken again, and does nothing. */
    public Optional<SubmissionRefusal> judge(Submission submission) {
        Checkpoint checkpoint = submission.checkpoint();
        Hash digest = checkpoint.digest(domain);
        if (line.sequence() != 0 && digest.equals(line.digest())) {
            return Optional.empty();
        }
        if (!line.isFollowedBy(checkpoint)) {
            return Optional.of(SubmissionRefusal.OUT_OF_LINE);
        }
        if (!inbox.apply(checkpoint.inboxCursor()).equals(Optional.of(checkpoint.inboxHash()))) {
            return Optional.of(SubmissionRefusal.WRONG_INBOX);
        }
        boolean areNamed = submission.totals().hash().equals(checkpoint.totals())
                && submission.exits().hash().equals(checkpoint.exits());
        if (!areNamed) {
            return Optional.of(SubmissionRefusal.WRONG_LISTS);
        }
        if (checkpoint.term() != term) {
            return Optional.of(SubmissionRefusal.WRONG_TERM);
        }
        if (!areKeys(submission)) {
            return Optional.of(SubmissionRefusal.WRONG_KEYS);
        }
        return submission.certificate().isQuorumOf(submission.keys(), digest)
                ? Optional.empty()
                : Optional.of(SubmissionRefusal.NOT_SIGNED);
    }

    private boolean areKeys(Submission submission) {
        Checkpoint checkpoint = submission.checkpoint();
        Hash next = submission
                .nextKeys()
                .map(keys -> keys.hash(checkpoint.chainId(), checkpoint.term() + 1))
                .orElse(Hash.ZERO);
        return submission.keys().hash(checkpoint.chainId(), checkpoint.term()).equals(committee)
                && next.equals(checkpoint.nextCommittee());
    }
}
