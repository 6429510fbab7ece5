// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.SignedVote;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stand-ins and the real signatures tell true from false alike. */
class StandInsTest {
    private static final Cast CAST = Cast.of(4, Cast.QUICK, Optional.empty());
    private static final VoteSubject SUBJECT = new VoteSubject(0, 3, VoteType.NOTARIZE, 2, Keccak.hash(new byte[] {1}));
    private static final VoteSubject OTHER = VoteSubject.nullify(0, 3);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVoteIsItsSeatsAndOfItsSubject(boolean real) {
        var signatures = new Signatures(CAST, real);
        SignatureScheme scheme = new Signatures(CAST, real).scheme(CAST.committee());
        Bytes signature = signatures.sign(2, SUBJECT);

        assertThat(scheme.verify(new SignedVote(2, SUBJECT, signature))).isTrue();
        assertThat(scheme.verify(new SignedVote(1, SUBJECT, signature))).isFalse();
        assertThat(scheme.verify(new SignedVote(2, OTHER, signature))).isFalse();
        assertThat(scheme.verifyReveal(2, 3, signatures.reveal(2, 0, 3))).isTrue();
        assertThat(scheme.verifyReveal(2, 4, signatures.reveal(2, 0, 3))).isFalse();
        assertThat(scheme.verifyReveal(1, 3, signatures.reveal(2, 0, 3))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateIsTheSumOfAQuorum(boolean real) {
        SignatureScheme scheme = new Signatures(CAST, real).scheme(CAST.committee());

        assertThat(scheme.refusal(certificate(real, SUBJECT, SUBJECT, 0, 1, 3))).isEmpty();
        assertThat(scheme.refusal(certificate(real, SUBJECT, SUBJECT, 0, 1))).isPresent();
        assertThat(scheme.refusal(certificate(real, SUBJECT, OTHER, 0, 1, 3))).isPresent();
        assertThat(scheme.refusal(certificate(real, SUBJECT, SUBJECT, 0, 1, 1))).isPresent();
        Certificate true3 = certificate(real, SUBJECT, SUBJECT, 0, 1, 3);
        var seats = new BitSet();
        seats.set(0, 3);
        assertThat(scheme.refusal(Certificate.of(SUBJECT, seats, true3.signature())))
                .isPresent();
    }

    @Test
    void sumsDoNotDependOnTheOrder() {
        List<Bytes> parts = IntStream.range(0, 4)
                .mapToObj(seat -> StandIns.sign(seat, new byte[] {9}))
                .toList();

        assertThat(StandIns.sum(parts))
                .isEqualTo(StandIns.sum(parts.reversed()))
                .isPresent();
        assertThat(StandIns.sum(parts)).isNotEqualTo(StandIns.sum(parts.subList(0, 3)));
        assertThat(StandIns.sum(List.of())).isEmpty();
        assertThat(StandIns.sum(List.of(Bytes.wrap(new byte[95])))).isEmpty();
    }

    private static Certificate certificate(boolean real, VoteSubject says, VoteSubject signed, int... seats) {
        var signatures = new Signatures(CAST, real);
        var set = new BitSet();
        IntStream.of(seats).forEach(set::set);
        List<Bytes> parts = IntStream.of(seats)
                .mapToObj(seat -> signatures.sign(seat, signed))
                .toList();
        return Certificate.of(says, set, signatures.sum(parts).orElseThrow());
    }
}
