// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Certificates over the first checkpoint of checkpoints.json: rule 49. */
final class CertificateVectors {
    private static final Hash DIGEST = CheckpointVectors.FIRST.digest(Given.ROOT);
    private static final int[] QUORUM = {0, 1, 3};

    private final VectorFile file = new VectorFile(
            "certificates.json",
            "signature is the sum of signatures of the digest by just those members of the committee whom signers names, bit i"
                    + " for member i, and they are a quorum; signatureEncoding is the same point in EIP-2537's 256 bytes",
            49);

    private CertificateVectors() {}

    static VectorFile all() {
        var vectors = new CertificateVectors();
        vectors.quorums();
        vectors.bitmaps();
        vectors.signatures();
        vectors.cancellingKeys();
        return vectors.file;
    }

    private void quorums() {
        whole(true, "3-of-4", "a quorum", 4, QUORUM);
        whole(true, "4-of-4", "everybody", 4, 0, 1, 2, 3);
        whole(true, "4-of-5", "a quorum", 5, 0, 2, 3, 4);
        whole(true, "5-of-7", "a quorum", 7, 1, 2, 4, 5, 6);
        whole(true, "25-of-36", "a quorum of the largest committee, its last member among them", 36, range(11, 36));
        whole(false, "2-of-4", "one less than a quorum", 4, 0, 1);
        whole(false, "3-of-5", "one less than a quorum", 5, 0, 1, 2);
        whole(false, "4-of-7", "one less than a quorum", 7, 2, 4, 5, 6);
        whole(false, "24-of-36", "one less than a quorum", 36, range(12, 36));
    }

    private void bitmaps() {
        Bytes three = sum(DIGEST, 4, QUORUM);
        four("bitmap-names-another", "it names member 2, and 3 has signed", 0b0111, three);
        four("bitmap-names-one-more", "member 2 has not signed", 0b1111, three);
        four("bitmap-leaves-one-out", "all four have signed", 0b0111, sum(DIGEST, 4, 0, 1, 2, 3));
        four("bit-beyond-the-committee", "there is no member 4", 0b11011, three);
        four("highest-bit", "there is no member 63", Long.MIN_VALUE | 0b1011, three);
        four("bitmap-empty", "it names nobody", 0, three);
        put(
                file.refused("bitmap-turned", "member 0 has the lowest bit, not the highest"),
                keys(7),
                0b0110111,
                sum(DIGEST, 7, 1, 2, 4, 5, 6));
    }

    private void signatures() {
        Bytes three = sum(DIGEST, 4, QUORUM);
        Bytes first = member(4, 0).sign(DIGEST.toArray());
        four(
                "another-checkpoint",
                "signed is the second checkpoint",
                0b1011,
                sum(CheckpointVectors.SECOND.digest(Given.ROOT), 4, QUORUM));
        four(
                "another-root",
                "signed is the same checkpoint for another root",
                0b1011,
                sum(CheckpointVectors.FIRST.digest(HubDomain.of(Given.ROOT.root() + 1)), 4, QUORUM));
        four(
                "another-hub",
                "signed is the same checkpoint for another hub",
                0b1011,
                sum(CheckpointVectors.FIRST.digest(new HubDomain(Given.ROOT.root(), MessageVectors.bob())), 4, QUORUM));
        four(
                "one-for-three",
                "the signature of member 0, three times",
                0b0111,
                Bls.aggregate(Collections.nCopies(3, first)).orElseThrow());
        four("one-alone", "the signature of member 0 alone", 0b0111, first);
        four("another-committee", "signed by others", 0b1011, sum(DIGEST, 36, 33, 34, 35));
        four("negated", "the other root of the same x", 0b1011, Given.flipped(three, 5));
        four("at-infinity", "the point at infinity is no signature", 0b1011, KeyVectors.INFINITY);
        four("outside-the-subgroup", "a point of the curve that is not in the subgroup", 0b1011, KeyVectors.outside());
    }

    /** Three members who chose their keys so that they add up to infinity, which anybody could sign for. */
    private void cancellingKeys() {
        List<Hash> secrets = List.of(
                Given.word(1000),
                Given.word(8919),
                Bls.ORDER.minus(Given.word(9919).toUInt256()).toHash(),
                Given.word(5));
        List<Bls.PublicKey> keys = CommitteeKeys.ofMembers(secrets.stream()
                        .map(Bls.SecretKey::ofScalar)
                        .map(Given::key)
                        .toList())
                .keys();
        int honest = keys.indexOf(Given.key(Bls.SecretKey.ofScalar(Given.word(5))));
        long signers = 0b1111 & ~(1L << honest);
        put(
                file.refused("keys-that-cancel", "the keys add up to infinity, and so do their signatures"),
                keys,
                signers,
                KeyVectors.INFINITY);
        put(
                file.refused("keys-that-cancel-and-a-signature", "the keys add up to infinity, which signs nothing"),
                keys,
                signers,
                sum(DIGEST, 4, QUORUM));
    }

    private void whole(boolean isTrue, String name, String reason, int size, int... who) {
        long signers = Arrays.stream(who).mapToLong(member -> 1L << member).sum();
        put(
                isTrue ? file.accepted(name, reason) : file.refused(name, reason),
                keys(size),
                signers,
                sum(DIGEST, size, who));
    }

    private void four(String name, String reason, long signers, Bytes signature) {
        put(file.refused(name, reason), keys(4), signers, signature);
    }

    private static void put(ObjectNode vector, List<Bls.PublicKey> keys, long signers, Bytes signature) {
        ObjectNode input = vector.putObject("input");
        input.set("keys", VectorJson.keys(keys));
        input.put("keysEncoding", CommitteeVectors.encoding(keys).toHex())
                .put("digest", DIGEST.toHex())
                .put("signers", VectorJson.unsigned(signers));
        KeyVectors.signed(vector, signature);
    }

    static Bytes sum(Hash digest, int size, int... who) {
        List<Bytes> signatures = new ArrayList<>();
        for (int each : who) {
            signatures.add(member(size, each).sign(digest.toArray()));
        }
        return Bls.aggregate(signatures).orElseThrow();
    }

    private static Bls.SecretKey member(int size, int index) {
        return CommitteeVectors.secrets(size).get(index);
    }

    private static List<Bls.PublicKey> keys(int size) {
        return CommitteeVectors.committee(size).keys();
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
