// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Rule 49. */
class CertificateTest {
    private static final Hash DIGEST = Given.word(42);

    private final List<Bls.SecretKey> members = Given.members(4);
    private final CommitteeKeys committee = Given.committee(4);

    private Certificate signedBy(int... who) {
        SortedMap<Integer, Bytes> signatures = new TreeMap<>();
        for (int member : who) {
            signatures.put(member, members.get(member).sign(DIGEST.toArray()));
        }
        return Certificate.ofSignatures(signatures);
    }

    @Test
    void everyQuorumCertifiesAndLessDoesNot() {
        for (int bits = 1; bits < 16; bits++) {
            int all = bits;
            int[] who = IntStream.range(0, 4)
                    .filter(member -> (all >> member & 1) == 1)
                    .toArray();
            Certificate certificate = signedBy(who);

            assertThat(certificate.signers()).isEqualTo(bits);
            assertThat(certificate.isQuorumOf(committee, DIGEST)).isEqualTo(who.length >= 3);
        }
    }

    @Test
    void aCertificateIsOfItsDigestSignersAndCommittee() {
        Certificate certificate = signedBy(0, 1, 3);
        Bytes signature = certificate.signature();

        assertThat(certificate.isQuorumOf(committee, Given.word(43))).isFalse();
        assertThat(certificate.isQuorumOf(Given.committee(5), DIGEST)).isFalse();
        for (long bits = 0; bits < 64; bits++) {
            assertThat(new Certificate(bits, signature).isQuorumOf(committee, DIGEST))
                    .isEqualTo(bits == 0b1011);
        }
        assertThat(new Certificate(0b1011L | Long.MIN_VALUE, signature).isQuorumOf(committee, DIGEST))
                .isFalse();
    }

    @Test
    void bytesThatAreNoSignatureCertifyNothing() {
        Bytes infinity = Bytes.fromHex("0xc0" + "00".repeat(95));

        assertThat(new Certificate(7, infinity).isQuorumOf(committee, DIGEST)).isFalse();
        assertThat(new Certificate(7, Bytes.wrap(new byte[96])).isQuorumOf(committee, DIGEST))
                .isFalse();
        assertThatThrownBy(() -> new Certificate(7, infinity).encodedSignature())
                .hasMessageContaining("no signature");
        assertThatThrownBy(() -> new Certificate(7, Bytes.EMPTY)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> Certificate.decode(7, Bytes.wrap(new byte[256])))
                .hasMessageContaining("no signature");
        assertThatThrownBy(() -> Certificate.ofSignatures(new TreeMap<>())).isInstanceOf(HubException.class);
        var outside = new TreeMap<>(Map.of(36, infinity));
        assertThatThrownBy(() -> Certificate.ofSignatures(outside)).hasMessageContaining("member 36");
    }

    @Test
    void contractsTakeItInFullLength() {
        Certificate certificate = signedBy(1, 2, 3);

        assertThat(certificate.encodedSignature().size()).isEqualTo(256);
        assertThat(Certificate.decode(certificate.signers(), certificate.encodedSignature()))
                .isEqualTo(certificate);
    }

    /** Three members who made their keys so that they cancel each other out could sign everything with infinity. */
    @Test
    void keysThatAddUpToNothingSignNothing() {
        Hash third = Bls.ORDER
                .minus(Given.word(1000).toUInt256())
                .minus(Given.word(8919).toUInt256())
                .toHash();
        List<Bls.PublicKey> keys = new ArrayList<>(List.of(
                Given.key(Bls.SecretKey.ofScalar(Given.word(1000))),
                Given.key(Bls.SecretKey.ofScalar(Given.word(8919))),
                Given.key(Bls.SecretKey.ofScalar(third))));
        Bls.PublicKey honest = Given.key(Bls.SecretKey.ofScalar(Given.word(5)));
        keys.add(honest);
        CommitteeKeys cancelling = CommitteeKeys.ofMembers(keys);
        long signers = 15 & ~(1L << cancelling.keys().indexOf(honest));

        for (Bytes signature :
                List.of(Bytes.fromHex("0xc0" + "00".repeat(95)), signedBy(0).signature())) {
            assertThat(new Certificate(signers, signature).isQuorumOf(cancelling, DIGEST))
                    .isFalse();
        }
    }
}
