// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Hash;

/**
 * Two checkpoints of which an honest committee signs one at most (rule 22). Whoever shows them to the root freezes the chain, and
 * costs those who signed both their bonds.
 */
public record Contradiction(Checkpoint first, Certificate firstSigned, Checkpoint second, Certificate secondSigned) {
    /**
     * Whether the root believes it.
     *
     * @param committee of the checkpoints' term, by the hash that the root has
     */
    public boolean isProven(HubDomain domain, CommitteeKeys committee) {
        Hash firstDigest = first.digest(domain);
        Hash secondDigest = second.digest(domain);
        // Of another term the same sequence may be signed again: the one before may never have been carried.
        boolean isEither = first.chainId() == second.chainId()
                && first.sequence() == second.sequence()
                && first.term() == second.term()
                && !firstDigest.equals(secondDigest);
        return isEither
                && firstSigned.isQuorumOf(committee, firstDigest)
                && secondSigned.isQuorumOf(committee, secondDigest);
    }

    /** Who signed both: bit i for member i. */
    public long liars() {
        return firstSigned.signers() & secondSigned.signers();
    }
}
