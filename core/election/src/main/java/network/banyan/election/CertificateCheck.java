// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.util.BitSet;
import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/**
 * Whether a certificate is what it says: the word of a quorum of this committee on this chain. Used by replicas and light
 * clients alike; costs one pairing check, 1 to 2 ms.
 */
public final class CertificateCheck {
    private CertificateCheck() {}

    public sealed interface Outcome {
        record Valid() implements Outcome {}

        /**
         * @param reason for people, such as {@code signed by 2 seats, a quorum is 3}
         */
        record Invalid(String reason) implements Outcome {}
    }

    private static final Outcome VALID = new Outcome.Valid();

    public static Outcome verify(Certificate certificate, Committee committee, long chainId) {
        VoteSubject subject = certificate.subject();
        if (subject.epoch() != committee.epoch()) {
            return invalid("of epoch %d, the committee sits in epoch %d", subject.epoch(), committee.epoch());
        }
        return quorum(committee, certificate.seats(), certificate.signature(), subject.message(chainId), chainId);
    }

    /**
     * Whether these seats are a quorum of a committee, and the sum of their signatures of a message is this one.
     *
     * @param chainId that the message names, for the sentence
     */
    public static Outcome quorum(Committee committee, BitSet seats, Bytes signature, byte[] message, long chainId) {
        if (seats.length() > committee.size()) {
            return invalid("names seat %d, the committee has %d seats", seats.length() - 1, committee.size());
        }
        if (seats.cardinality() < committee.quorum()) {
            return invalid("signed by %d seats, a quorum is %d", seats.cardinality(), committee.quorum());
        }
        List<Bls.PublicKey> keys = seats.stream().mapToObj(committee::key).toList();
        return Bls.fastAggregateVerify(keys, message, signature)
                ? VALID
                : invalid("the signature is not that of seats %s on chain %d", seats, chainId);
    }

    private static Outcome invalid(String reason, Object... arguments) {
        return new Outcome.Invalid(reason.formatted(arguments));
    }
}
