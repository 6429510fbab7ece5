// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.SignedVote;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.election.Reveal;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/**
 * Numbers in place of BLS signatures, for storms by the thousand: a signature is a hash of who signs and what, signatures
 * add up modulo 2^768, and whoever checks one makes it again. They tell true from false wherever real ones do, in a world
 * whose liars sign with their own key only; what they cannot show is a flaw in the real ones' arithmetic.
 */
final class StandIns {
    private static final byte[] DOMAIN = "STAND-IN".getBytes(StandardCharsets.US_ASCII);
    private static final int HASHES = 3;
    private static final BigInteger MODULUS = BigInteger.TWO.pow(8 * Bls.SIGNATURE_SIZE);

    private StandIns() {}

    static Bytes sign(int member, byte[] message) {
        byte[] input = new byte[DOMAIN.length + 2 + message.length];
        System.arraycopy(DOMAIN, 0, input, 0, DOMAIN.length);
        input[DOMAIN.length] = (byte) member;
        System.arraycopy(message, 0, input, DOMAIN.length + 2, message.length);
        byte[] signature = new byte[Bls.SIGNATURE_SIZE];
        for (int part = 0; part < HASHES; part++) {
            input[DOMAIN.length + 1] = (byte) part;
            Keccak.hash(input).writeTo(signature, part * Bls.SIGNATURE_SIZE / HASHES);
        }
        return Bytes.wrap(signature);
    }

    /** Empty if one of them has not the size of a signature. */
    static Optional<Bytes> sum(List<Bytes> signatures) {
        BigInteger sum = BigInteger.ZERO;
        for (Bytes signature : signatures) {
            if (signature.size() != Bls.SIGNATURE_SIZE) {
                return Optional.empty();
            }
            sum = sum.add(new BigInteger(1, signature.toArray()));
        }
        byte[] digits = sum.mod(MODULUS).toByteArray();
        byte[] padded = new byte[Bls.SIGNATURE_SIZE];
        int size = Math.min(digits.length, padded.length);
        System.arraycopy(digits, digits.length - size, padded, padded.length - size, size);
        return signatures.isEmpty() ? Optional.empty() : Optional.of(Bytes.wrap(padded));
    }

    /**
     * How one committee's are checked.
     *
     * @param members who holds its seats, by their numbers in the cast
     */
    record Scheme(Committee committee, List<Integer> members, long chainId) implements SignatureScheme {
        Scheme {
            members = List.copyOf(members);
        }

        @Override
        public boolean verify(SignedVote vote) {
            return committee.has(vote.seat())
                    && sign(vote.seat(), vote.subject()).equals(vote.signature());
        }

        @Override
        public boolean verifyReveal(int seat, long view, Bytes reveal) {
            return committee.has(seat)
                    && StandIns.sign(members.get(seat), Reveal.message(chainId, committee.epoch(), view))
                            .equals(reveal);
        }

        @Override
        public Optional<Bytes> aggregate(List<Bytes> signatures) {
            return sum(signatures);
        }

        @Override
        public boolean verifyAggregate(List<Integer> seats, VoteSubject subject, Bytes signature) {
            List<Bytes> parts = seats.stream().map(seat -> sign(seat, subject)).toList();
            return sum(parts).equals(Optional.of(signature));
        }

        @Override
        public Optional<String> refusal(Certificate certificate) {
            BitSet seats = certificate.seats();
            boolean fits = certificate.subject().epoch() == committee.epoch()
                    && seats.length() <= committee.size()
                    && seats.cardinality() >= committee.quorum();
            return fits
                            && verifyAggregate(
                                    seats.stream().boxed().toList(), certificate.subject(), certificate.signature())
                    ? Optional.empty()
                    : Optional.of("that is not the word of a quorum of epoch " + committee.epoch());
        }

        private Bytes sign(int seat, VoteSubject subject) {
            return StandIns.sign(members.get(seat), subject.message(chainId));
        }
    }
}
