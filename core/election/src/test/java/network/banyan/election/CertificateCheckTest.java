// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.CertificateCheck.Outcome;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
    private static final long CHAIN = 4689;
    private static final VoteSubject SUBJECT = new VoteSubject(0, 7, VoteType.FINALIZE, 5, Keccak.hash(new byte[] {1}));

    private final Committee committee = Committee.of(0, Members.validators(4));

    @Test
    void aQuorumsWordIsValid() {
        assertThat(check(certificate(SUBJECT, 0, 1, 3))).isEqualTo(new Outcome.Valid());
        assertThat(check(certificate(SUBJECT, 0, 1, 2, 3))).isEqualTo(new Outcome.Valid());
    }

    @Test
    void oneBelowAQuorumIsNot() {
        assertThat(check(certificate(SUBJECT, 0, 1)))
                .isEqualTo(new Outcome.Invalid("signed by 2 seats, a quorum is 3"));
    }

    @Test
    void aSeatThatDoesNotExistIsRefused() {
        assertThat(check(certificate(SUBJECT, 0, 1, 2, 4)))
                .isEqualTo(new Outcome.Invalid("names seat 4, the committee has 4 seats"));
    }

    @Test
    void seatsThatDidNotSignAreRefused() {
        Certificate honest = certificate(SUBJECT, 0, 1, 2);

        assertThat(check(Certificate.of(SUBJECT, seats(0, 1, 3), honest.signature())))
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(check(Certificate.of(SUBJECT, seats(0, 1, 2, 3), honest.signature())))
                .isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    void anotherChainsOrEpochsOrSubjectsWordIsRefused() {
        Certificate honest = certificate(SUBJECT, 0, 1, 2);
        var notarize = new VoteSubject(0, 7, VoteType.NOTARIZE, 5, SUBJECT.block());

        assertThat(CertificateCheck.verify(honest, committee, CHAIN + 1)).isInstanceOf(Outcome.Invalid.class);
        assertThat(CertificateCheck.verify(honest, Committee.of(1, Members.validators(4)), CHAIN))
                .isEqualTo(new Outcome.Invalid("of epoch 0, the committee sits in epoch 1"));
        assertThat(check(new Certificate(notarize, honest.signers(), honest.signature())))
                .isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    void signatureBytesThatAreNoPointAreRefused() {
        assertThat(check(Certificate.of(SUBJECT, seats(0, 1, 2), Bytes.wrap(new byte[96]))))
                .isInstanceOf(Outcome.Invalid.class);
    }

    private Outcome check(Certificate certificate) {
        return CertificateCheck.verify(certificate, committee, CHAIN);
    }

    private static Certificate certificate(VoteSubject subject, int... signers) {
        List<Bytes> signatures = Arrays.stream(signers)
                .mapToObj(seat -> Members.secret(seat).sign(subject.message(CHAIN)))
                .toList();
        return Certificate.of(subject, seats(signers), Bls.aggregate(signatures).orElseThrow());
    }

    private static BitSet seats(int... seats) {
        var set = new BitSet();
        Arrays.stream(seats).forEach(set::set);
        return set;
    }
}
