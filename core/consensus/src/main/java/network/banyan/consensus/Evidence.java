// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import network.banyan.ledger.VoteType;
import network.banyan.primitives.Invariant;

/**
 * Two votes of one seat in one view that no honest member casts both, with verified signatures: anyone who knows the
 * committee can check them. Either two different blocks under one type, or FINALIZE beside NULLIFY.
 */
public record Evidence(SignedVote first, SignedVote second) {
    public Evidence {
        Invariant.check(
                first.seat() == second.seat() && contradict(first, second), "these votes do not contradict each other");
    }

    static boolean contradict(SignedVote first, SignedVote second) {
        var a = first.subject();
        var b = second.subject();
        if (a.epoch() != b.epoch() || a.view() != b.view()) {
            return false;
        }
        if (a.type() == b.type()) {
            return !a.equals(b);
        }
        return a.type() != VoteType.NOTARIZE && b.type() != VoteType.NOTARIZE;
    }
}
