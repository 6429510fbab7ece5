// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * One seat's word. Whether the signature is true, only {@link SignatureScheme} tells.
 *
 * @param signature 96 bytes
 */
public record SignedVote(int seat, VoteSubject subject, Bytes signature) {
    /** No committee has more seats. */
    static final int MAX_SEATS = 8 * Certificate.MAX_SIGNERS_SIZE;

    public SignedVote {
        if (seat < 0 || seat >= MAX_SEATS) {
            throw new RlpException("no such seat: " + seat);
        }
        if (signature.size() != Certificate.SIGNATURE_SIZE) {
            throw new RlpException("a BLS signature has 96 bytes, not " + signature.size());
        }
    }

    void writeTo(RlpWriter out) {
        out.beginList().write(seat);
        writeSubject(subject, out);
        out.write(signature).endList();
    }

    static SignedVote read(RlpReader outer) {
        RlpReader in = outer.list();
        long seat = in.longNumber();
        if (seat >= MAX_SEATS) {
            throw new RlpException("no such seat: " + seat);
        }
        var vote = new SignedVote((int) seat, readSubject(in), in.bytes());
        in.end();
        return vote;
    }

    static void writeSubject(VoteSubject subject, RlpWriter out) {
        out.beginList()
                .write(subject.epoch())
                .write(subject.view())
                .write(subject.type().code())
                .write(subject.height())
                .write(subject.block())
                .endList();
    }

    static VoteSubject readSubject(RlpReader outer) {
        RlpReader in = outer.list();
        long epoch = in.longNumber();
        long view = in.longNumber();
        long code = in.longNumber();
        long height = in.longNumber();
        Hash block = in.hash();
        in.end();
        if (view < 1 || code < 1 || code > 3) {
            throw new RlpException("no such vote: view " + view + ", type " + code);
        }
        VoteType type = VoteType.ofCode((int) code);
        if (type == VoteType.NULLIFY && (height != 0 || !block.equals(Hash.ZERO))) {
            throw new RlpException("NULLIFY names no block");
        }
        return new VoteSubject(epoch, view, type, height, block);
    }
}
