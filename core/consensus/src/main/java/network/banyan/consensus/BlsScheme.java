// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Bls;
import network.banyan.election.CertificateCheck;
import network.banyan.election.Committee;
import network.banyan.election.Reveal;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/** BLS multi-signatures, as certificates carry them. */
public record BlsScheme(Committee committee, long chainId) implements SignatureScheme {
    /** Signs with a key in memory. */
    public record Signer(int seat, Bls.SecretKey secret, long chainId, long epoch) implements VoteSigner {
        @Override
        public Optional<Bytes> sign(VoteSubject subject) {
            return Optional.of(secret.sign(subject.message(chainId)));
        }

        @Override
        public Optional<Bytes> reveal(long view) {
            return Optional.of(secret.sign(Reveal.message(chainId, epoch, view)));
        }
    }

    @Override
    public boolean verify(SignedVote vote) {
        return committee.has(vote.seat())
                && Bls.verify(committee.key(vote.seat()), vote.subject().message(chainId), vote.signature());
    }

    @Override
    public boolean verifyReveal(int seat, long view, Bytes reveal) {
        return committee.has(seat)
                && Bls.verify(committee.key(seat), Reveal.message(chainId, committee.epoch(), view), reveal);
    }

    @Override
    public Optional<Bytes> aggregate(List<Bytes> signatures) {
        return Bls.aggregate(signatures);
    }

    @Override
    public boolean verifyAggregate(List<Integer> seats, VoteSubject subject, Bytes signature) {
        return Bls.fastAggregateVerify(
                seats.stream().map(committee::key).toList(), subject.message(chainId), signature);
    }

    @Override
    public Optional<String> refusal(Certificate certificate) {
        return switch (CertificateCheck.verify(certificate, committee, chainId)) {
            case CertificateCheck.Outcome.Valid valid -> Optional.empty();
            case CertificateCheck.Outcome.Invalid invalid -> Optional.of(invalid.reason());
        };
    }
}
