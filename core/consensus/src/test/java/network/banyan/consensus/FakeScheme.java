// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;

/**
 * Signatures for simulations: a mixed number instead of a pairing, added up by exclusive or. Nobody but the owner of a
 * {@link VoteSigner} makes them, which is all that a simulation needs.
 */
final class FakeScheme implements SignatureScheme {
    private final Committee committee;

    FakeScheme(Committee committee) {
        this.committee = committee;
    }

    static VoteSigner signer(int seat) {
        return new VoteSigner() {
            @Override
            public int seat() {
                return seat;
            }

            @Override
            public Optional<Bytes> sign(VoteSubject subject) {
                return Optional.of(signature(seat, subject));
            }

            @Override
            public Optional<Bytes> reveal(long view) {
                return sign(VoteSubject.nullify(Long.MAX_VALUE, view));
            }
        };
    }

    static Bytes signature(int seat, VoteSubject subject) {
        byte[] signature = new byte[96];
        long word = subject.view() * 31 + subject.type().code() * 7 + subject.height() + subject.epoch();
        for (int at = 0; at < signature.length; at += 8) {
            word = (word ^ (word >>> 29) ^ (seat + 1)) * 0x9E3779B97F4A7C15L
                    + subject.block().a();
            BigEndian.putLong(signature, at, word);
        }
        return Bytes.wrap(signature);
    }

    @Override
    public boolean verify(SignedVote vote) {
        return vote.signature().equals(signature(vote.seat(), vote.subject()));
    }

    @Override
    public boolean verifyReveal(int seat, long view, Bytes reveal) {
        return Optional.of(reveal).equals(signer(seat).reveal(view));
    }

    @Override
    public Optional<Bytes> aggregate(List<Bytes> signatures) {
        byte[] sum = new byte[96];
        for (Bytes signature : signatures) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] ^= signature.at(i);
            }
        }
        return Optional.of(Bytes.wrap(sum));
    }

    @Override
    public boolean verifyAggregate(List<Integer> seats, VoteSubject subject, Bytes signature) {
        return aggregate(seats.stream().map(seat -> signature(seat, subject)).toList())
                .equals(Optional.of(signature));
    }

    @Override
    public Optional<String> refusal(Certificate certificate) {
        var seats = certificate.seats().stream().boxed().toList();
        boolean quorum = seats.size() >= committee.quorum()
                && seats.getLast() < committee.size()
                && certificate.subject().epoch() == committee.epoch();
        return quorum && verifyAggregate(seats, certificate.subject(), certificate.signature())
                ? Optional.empty()
                : Optional.of("that is no quorum's word");
    }
}
