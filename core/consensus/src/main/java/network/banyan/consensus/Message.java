// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;

/** What members say to each other. {@link MessageCodec} puts it into bytes. */
public sealed interface Message {
    /**
     * A leader's block, and why it may stand. The signature is the leader's NOTARIZE vote: proposing is voting first.
     *
     * @param parent the block it follows
     * @param parentCertificate NOTARIZE or FINALIZE of the parent; absent for the block the epoch starts from
     * @param nullifications of views between the parent's and this one, latest first; if there are more than
     *     {@link #MAX_CERTIFICATES}, the rest is to be asked for
     */
    record Proposal(
            BlockId block,
            BlockId parent,
            Optional<Certificate> parentCertificate,
            List<Certificate> nullifications,
            Bytes signature)
            implements Message {
        public Proposal {
            nullifications = List.copyOf(nullifications);
            if (nullifications.size() > MAX_CERTIFICATES) {
                throw new RlpException("over " + MAX_CERTIFICATES + " certificates in a proposal");
            }
            if (block.view() < 1) {
                throw new RlpException("nothing can be proposed in view 0");
            }
            if (signature.size() != Certificate.SIGNATURE_SIZE) {
                throw new RlpException("a BLS signature has 96 bytes, not " + signature.size());
            }
        }

        /** The leader's vote that comes with its proposal. */
        SignedVote vote(int leader) {
            return new SignedVote(leader, block.notarize(), signature);
        }
    }

    record Vote(SignedVote vote) implements Message {}

    /** One to {@link #MAX_CERTIFICATES} certificates, told unasked or as an answer. */
    record Certificates(List<Certificate> certificates) implements Message {
        public Certificates {
            certificates = List.copyOf(certificates);
            if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
                throw new RlpException(
                        "1 to %d certificates go together, not %d".formatted(MAX_CERTIFICATES, certificates.size()));
            }
        }
    }

    /** Asks for what is known of the views {@code from} to {@code to}, both included. */
    record CertificateRequest(long epoch, long from, long to) implements Message {
        public CertificateRequest {
            if (epoch < 0 || from < 1 || to < from) {
                throw new RlpException("no such views: " + from + " to " + to);
            }
        }
    }

    int MAX_CERTIFICATES = 64;

    /** The epoch it is about. */
    default long epoch() {
        return switch (this) {
            case Proposal proposal -> proposal.block().epoch();
            case Vote vote -> vote.vote().subject().epoch();
            case Certificates several ->
                several.certificates().getFirst().subject().epoch();
            case CertificateRequest request -> request.epoch;
        };
    }
}
