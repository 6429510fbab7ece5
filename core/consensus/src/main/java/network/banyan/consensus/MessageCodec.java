// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.consensus.Message.CertificateRequest;
import network.banyan.consensus.Message.Certificates;
import network.banyan.consensus.Message.Proposal;
import network.banyan.consensus.Message.Vote;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * Messages as RLP: {@code [kind, body...]}, laid out in docs/spec/consensus.md. Every message has exactly one encoding.
 */
public final class MessageCodec {
    /** No message is longer. */
    public static final int MAX_SIZE = 32 * 1024;

    private static final int PROPOSAL = 1;
    private static final int VOTE = 2;
    private static final int CERTIFICATES = 3;
    private static final int REQUEST = 4;

    private MessageCodec() {}

    public static byte[] encode(Message message) {
        var out = new RlpWriter().beginList();
        switch (message) {
            case Proposal proposal -> {
                proposal.block().writeTo(out.write(PROPOSAL));
                proposal.parent().writeTo(out);
                write(proposal.parentCertificate().stream().toList(), out);
                write(proposal.nullifications(), out);
                out.write(proposal.signature());
            }
            case Vote vote -> vote.vote().writeTo(out.write(VOTE));
            case Certificates several -> write(several.certificates(), out.write(CERTIFICATES));
            case CertificateRequest request ->
                out.write(REQUEST).write(request.epoch()).write(request.from()).write(request.to());
        }
        return out.endList().toArray();
    }

    /**
     * @throws RlpException if the bytes are not exactly one message
     */
    public static Message decode(byte[] encoded) {
        if (encoded.length > MAX_SIZE) {
            throw new RlpException("a message of %d bytes, over %d".formatted(encoded.length, MAX_SIZE));
        }
        var outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        Message message = read(in.longNumber(), in);
        in.end();
        return message;
    }

    private static Message read(long kind, RlpReader in) {
        if (kind == PROPOSAL) {
            return new Proposal(
                    BlockId.read(in), BlockId.read(in), atMostOne(certificates(in)), certificates(in), in.bytes());
        } else if (kind == VOTE) {
            return new Vote(SignedVote.read(in));
        } else if (kind == CERTIFICATES) {
            return new Certificates(certificates(in));
        } else if (kind == REQUEST) {
            return new CertificateRequest(in.longNumber(), in.longNumber(), in.longNumber());
        }
        throw new RlpException("no such message: " + kind);
    }

    private static void write(List<Certificate> certificates, RlpWriter out) {
        out.beginList();
        certificates.forEach(certificate -> out.writeRaw(certificate.encode()));
        out.endList();
    }

    private static List<Certificate> certificates(RlpReader outer) {
        RlpReader in = outer.list();
        List<Certificate> certificates = new ArrayList<>();
        while (in.hasMore()) {
            if (certificates.size() == Message.MAX_CERTIFICATES) {
                throw new RlpException("over " + Message.MAX_CERTIFICATES + " certificates in a message");
            }
            certificates.add(Certificate.read(in));
        }
        return certificates;
    }

    private static Optional<Certificate> atMostOne(List<Certificate> certificates) {
        if (certificates.size() > 1) {
            throw new RlpException("a proposal has one parent");
        }
        return certificates.stream().findFirst();
    }
}
