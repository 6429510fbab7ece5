// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Arrays;
import java.util.BitSet;
import network.banyan.crypto.Bls;
import network.banyan.election.CertificateCheck;
import network.banyan.election.CheckpointStatement;
import network.banyan.election.Committee;
import network.banyan.primitives.Bytes;

/**
 * A checkpoint, and that a quorum of all candidates of an earlier one vouch for it: 25 of 36, whoever of them was drawn.
 *
 * @param candidates whom its committee was drawn from; who vouches for the next checkpoint
 * @param signers one bit a candidate of the earlier checkpoint, the first in the lowest bit of the first byte; no trailing
 *     zero byte
 * @param signature 96 bytes, their signatures of {@link #statement} added up
 */
public record SignedCheckpoint(Checkpoint checkpoint, Committee candidates, Bytes signers, Bytes signature) {
    public SignedCheckpoint {
        if (candidates.epoch() != checkpoint.committee().epoch()) {
            throw EvidenceFormatException.of(
                    "candidates of epoch %d for a checkpoint of epoch %d",
                    candidates.epoch(), checkpoint.committee().epoch());
        }
        if (signature.size() != Bls.SIGNATURE_SIZE
                || !Arrays.equals(BitSet.valueOf(signers.unsafeArray()).toByteArray(), signers.unsafeArray())) {
            throw new EvidenceFormatException("no signature of 96 bytes, or a bitmap not in its shortest form");
        }
    }

    public long epoch() {
        return candidates.epoch();
    }

    /** What is signed of a checkpoint whose committee was drawn from these. */
    public static CheckpointStatement statement(Checkpoint checkpoint, Committee candidates) {
        return new CheckpointStatement(candidates.epoch(), checkpoint.block(), candidates.root());
    }

    /**
     * Checks the signature against those who are trusted to give it. Costs one pairing check, 1 to 2 ms.
     *
     * @throws DoesNotHold if no quorum of them signed
     */
    void check(Committee trusted) {
        byte[] message = statement(checkpoint, candidates).message(checkpoint.chainId());
        var outcome = CertificateCheck.quorum(
                trusted, BitSet.valueOf(signers.unsafeArray()), signature, message, checkpoint.chainId());
        if (outcome instanceof CertificateCheck.Outcome.Invalid(String reason)) {
            throw new DoesNotHold("the checkpoint of epoch %d, by the %d candidates of epoch %d: %s"
                    .formatted(epoch(), trusted.size(), trusted.epoch(), reason));
        }
    }
}
