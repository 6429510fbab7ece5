// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.DoesNotHold.unless;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import network.banyan.crypto.Bls;
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
        BitSet seats = BitSet.valueOf(signers.unsafeArray());
        unless(
                seats.length() <= trusted.size() && seats.cardinality() >= trusted.quorum(),
                "the checkpoint of epoch %d is signed by %d of the %d candidates of epoch %d, a quorum is %d",
                epoch(),
                seats.cardinality(),
                trusted.size(),
                trusted.epoch(),
                trusted.quorum());
        List<Bls.PublicKey> keys = seats.stream().mapToObj(trusted::key).toList();
        byte[] message = statement(checkpoint, candidates).message(checkpoint.chainId());
        unless(
                Bls.fastAggregateVerify(keys, message, signature),
                "the signature under the checkpoint of epoch %d is not that of the candidates it names",
                epoch());
    }
}
