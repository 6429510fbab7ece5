// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import network.banyan.consensus.BlsScheme;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.SignedVote;
import network.banyan.consensus.VoteSigner;
import network.banyan.crypto.Bls;
import network.banyan.election.Committee;
import network.banyan.election.Reveal;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.Membership;

/**
 * BLS signatures or their {@link StandIns}, remembered. A signature, and a sum of signatures, has exactly one value; so one
 * that equals what was made here needs no pairing to be known as true. Anything else is verified for real.
 */
final class Signatures {
    private final Cast cast;
    private final boolean real;
    private final Map<Said, Bytes> signatures = new HashMap<>();
    private final Map<Shown, Bytes> reveals = new HashMap<>();
    private final Map<List<Bytes>, Optional<Bytes>> sums = new HashMap<>();
    private final Map<Hash, SignatureScheme> schemes = new HashMap<>();

    private record Said(int member, VoteSubject subject) {}

    private record Shown(int member, long epoch, long view) {}

    /**
     * @param real BLS; otherwise stand-ins, which cost nothing
     */
    Signatures(Cast cast, boolean real) {
        this.cast = cast;
        this.real = real;
    }

    /** How a member's node takes part. */
    Membership membership(int member) {
        return new Membership() {
            @Override
            public SignatureScheme scheme(Committee committee) {
                return Signatures.this.scheme(committee);
            }

            @Override
            public Optional<VoteSigner> signer(Committee committee) {
                OptionalInt seat = committee.seatOfNode(cast.nodeKey(member));
                return seat.isPresent()
                        ? Optional.of(new Signer(member, seat.getAsInt(), committee.epoch()))
                        : Optional.empty();
            }
        };
    }

    SignatureScheme scheme(Committee committee) {
        return schemes.computeIfAbsent(committee.root(), any -> new Remembering(committee));
    }

    /** What a member signs, whatever its seat. */
    Bytes sign(int member, VoteSubject subject) {
        return signatures.computeIfAbsent(new Said(member, subject), said -> sign(member, subject.message(chainId())));
    }

    Bytes reveal(int member, long epoch, long view) {
        return reveals.computeIfAbsent(
                new Shown(member, epoch, view), shown -> sign(member, Reveal.message(chainId(), epoch, view)));
    }

    /** Any message, which is not remembered. */
    Bytes sign(int member, byte[] message) {
        return real ? cast.secrets().get(member).sign(message) : StandIns.sign(member, message);
    }

    Optional<Bytes> sum(List<Bytes> parts) {
        return real ? Bls.aggregate(parts) : StandIns.sum(parts);
    }

    private long chainId() {
        return cast.genesis().chainId();
    }

    private final class Signer implements VoteSigner {
        private final int member;
        private final int seat;
        private final long epoch;

        private Signer(int member, int seat, long epoch) {
            this.member = member;
            this.seat = seat;
            this.epoch = epoch;
        }

        @Override
        public int seat() {
            return seat;
        }

        @Override
        public Optional<Bytes> sign(VoteSubject subject) {
            return Optional.of(Signatures.this.sign(member, subject));
        }

        @Override
        public Optional<Bytes> reveal(long view) {
            return Optional.of(Signatures.this.reveal(member, epoch, view));
        }
    }

    /** One committee's. */
    private final class Remembering implements SignatureScheme {
        private final Committee committee;
        private final SignatureScheme judge;
        private final List<Integer> members;
        private final Map<Certificate, Optional<String>> refusals = new HashMap<>();

        private Remembering(Committee committee) {
            this.committee = committee;
            this.members = committee.members().stream()
                    .map(member -> cast.member(member.nodeKey()))
                    .toList();
            this.judge =
                    real ? new BlsScheme(committee, chainId()) : new StandIns.Scheme(committee, members, chainId());
        }

        @Override
        public boolean verify(SignedVote vote) {
            Bytes made = committee.has(vote.seat())
                    ? signatures.get(new Said(members.get(vote.seat()), vote.subject()))
                    : null;
            return (made != null && made.equals(vote.signature())) || judge.verify(vote);
        }

        @Override
        public boolean verifyReveal(int seat, long view, Bytes reveal) {
            Bytes made = reveals.get(new Shown(members.get(seat), committee.epoch(), view));
            return (made != null && made.equals(reveal)) || judge.verifyReveal(seat, view, reveal);
        }

        @Override
        public Optional<Bytes> aggregate(List<Bytes> parts) {
            return sums.computeIfAbsent(List.copyOf(parts), judge::aggregate);
        }

        @Override
        public boolean verifyAggregate(List<Integer> seats, VoteSubject subject, Bytes signature) {
            List<Bytes> parts = seats.stream()
                    .map(seat -> signatures.get(new Said(members.get(seat), subject)))
                    .filter(Objects::nonNull)
                    .toList();
            boolean known = parts.size() == seats.size() && aggregate(parts).equals(Optional.of(signature));
            return known || judge.verifyAggregate(seats, subject, signature);
        }

        @Override
        public Optional<String> refusal(Certificate certificate) {
            return refusals.computeIfAbsent(certificate, this::look);
        }

        private Optional<String> look(Certificate certificate) {
            List<Integer> seats = certificate.seats().stream().boxed().toList();
            boolean quorum = certificate.subject().epoch() == committee.epoch()
                    && seats.getLast() < committee.size()
                    && seats.size() >= committee.quorum();
            return quorum && verifyAggregate(seats, certificate.subject(), certificate.signature())
                    ? Optional.empty()
                    : judge.refusal(certificate);
        }
    }
}
