// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import network.banyan.consensus.BlsScheme;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.SignedVote;
import network.banyan.consensus.VoteSigner;
import network.banyan.election.Committee;
import network.banyan.election.Reveal;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;
import network.banyan.replica.Membership;

/**
 * Real BLS signatures, remembered. A signature, and a sum of signatures, has exactly one value; so one that equals what was
 * made here needs no pairing to be known as true. Anything else is verified for real.
 */
final class Signatures implements SignatureScheme {
    private final Cast cast;
    private final BlsScheme real;
    private final Map<Said, Bytes> signatures = new HashMap<>();
    private final Map<List<Bytes>, Optional<Bytes>> sums = new HashMap<>();
    private final Map<Certificate, Optional<String>> refusals = new HashMap<>();

    private final Map<Shown, Bytes> reveals = new HashMap<>();

    private record Said(int seat, VoteSubject subject) {}

    private record Shown(int seat, long view) {}

    Signatures(Cast cast) {
        this.cast = cast;
        this.real = new BlsScheme(cast.committee(), cast.genesis().chainId());
    }

    /** How the node with this seat takes part. */
    Membership membership(int seat) {
        return new Membership() {
            @Override
            public SignatureScheme scheme(Committee committee) {
                return Signatures.this;
            }

            @Override
            public Optional<VoteSigner> signer(Committee committee) {
                return Optional.of(Signatures.this.signer(seat));
            }
        };
    }

    VoteSigner signer(int seat) {
        return new VoteSigner() {
            @Override
            public int seat() {
                return seat;
            }

            @Override
            public Bytes sign(VoteSubject subject) {
                return signatures.computeIfAbsent(
                        new Said(seat, subject),
                        said -> cast.secrets()
                                .get(seat)
                                .sign(subject.message(cast.genesis().chainId())));
            }

            @Override
            public Bytes reveal(long view) {
                return reveals.computeIfAbsent(
                        new Shown(seat, view),
                        shown -> cast.secrets()
                                .get(seat)
                                .sign(Reveal.message(
                                        cast.genesis().chainId(),
                                        cast.committee().epoch(),
                                        view)));
            }
        };
    }

    @Override
    public boolean verify(SignedVote vote) {
        Bytes made = signatures.get(new Said(vote.seat(), vote.subject()));
        return (made != null && made.equals(vote.signature())) || real.verify(vote);
    }

    @Override
    public boolean verifyReveal(int seat, long view, Bytes reveal) {
        Bytes made = reveals.get(new Shown(seat, view));
        return (made != null && made.equals(reveal)) || real.verifyReveal(seat, view, reveal);
    }

    @Override
    public Optional<Bytes> aggregate(List<Bytes> parts) {
        return sums.computeIfAbsent(List.copyOf(parts), real::aggregate);
    }

    @Override
    public boolean verifyAggregate(List<Integer> seats, VoteSubject subject, Bytes signature) {
        List<Bytes> parts = seats.stream()
                .map(seat -> signatures.get(new Said(seat, subject)))
                .filter(Objects::nonNull)
                .toList();
        boolean known = parts.size() == seats.size() && aggregate(parts).equals(Optional.of(signature));
        return known || real.verifyAggregate(seats, subject, signature);
    }

    @Override
    public Optional<String> refusal(Certificate certificate) {
        return refusals.computeIfAbsent(certificate, this::judge);
    }

    private Optional<String> judge(Certificate certificate) {
        List<Integer> seats = certificate.seats().stream().boxed().toList();
        boolean quorum = certificate.subject().epoch() == cast.committee().epoch()
                && seats.getLast() < cast.committee().size()
                && seats.size() >= cast.committee().quorum();
        return quorum && verifyAggregate(seats, certificate.subject(), certificate.signature())
                ? Optional.empty()
                : real.refusal(certificate);
    }
}
