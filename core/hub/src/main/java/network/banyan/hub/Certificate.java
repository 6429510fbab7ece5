// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * That members of a committee signed a checkpoint's digest, and which (rule 49).
 *
 * @param signers bit i for member i
 * @param signature the sum of theirs, 96 bytes; whether it is one {@link #isQuorumOf} tells
 */
public record Certificate(long signers, Bytes signature) {
    /**
     * @throws HubException if the signature has another size
     */
    public Certificate {
        HubException.require(
                signature.size() == Bls.SIGNATURE_SIZE,
                "a signature of %d bytes, not %d",
                signature.size(),
                Bls.SIGNATURE_SIZE);
    }

    /**
     * What members signed, added up. Whether they signed truly is not checked here.
     *
     * @param signatures by member
     * @throws HubException if there are none, one is no signature at all, or a member is none of a committee's
     */
    public static Certificate ofSignatures(SortedMap<Integer, Bytes> signatures) {
        long signers = 0;
        for (int member : signatures.keySet()) {
            HubException.require(
                    member >= 0 && member < CommitteeKeys.MAX_SIZE, "no committee has a member %d", member);
            signers |= 1L << member;
        }
        return new Certificate(
                signers,
                Bls.aggregate(List.copyOf(signatures.values()))
                        .orElseThrow(() -> new HubException("nothing to add up, or no signature")));
    }

    /**
     * As contracts have it.
     *
     * @param signature 256 bytes (EIP-2537)
     * @throws HubException if they are no point of the group, or the one at infinity
     */
    public static Certificate decode(long signers, Bytes signature) {
        return new Certificate(
                signers,
                BlsPoints.signatureOf(signature).orElseThrow(() -> new HubException("the bytes are no signature")));
    }

    /**
     * The signature as contracts take it: 256 bytes (EIP-2537).
     *
     * @throws HubException if it is no point of the group, or the one at infinity
     */
    public Bytes encodedSignature() {
        return BlsPoints.ofSignature(signature).orElseThrow(() -> new HubException("the bytes are no signature"));
    }

    /** Whether a quorum of the committee, and nobody who is not in it, signed this digest. */
    public boolean isQuorumOf(CommitteeKeys committee, Hash digest) {
        if (signers >>> committee.size() != 0 || Long.bitCount(signers) < committee.quorum()) {
            return false;
        }
        List<Bls.PublicKey> signed = new ArrayList<>();
        for (int member = 0; member < committee.size(); member++) {
            if ((signers >>> member & 1) == 1) {
                signed.add(committee.keys().get(member));
            }
        }
        return Bls.fastAggregateVerify(signed, digest.toArray(), signature);
    }
}
