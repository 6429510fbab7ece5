// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.BitSet;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * Proof that a quorum of a committee signed the same subject: who, as a bitmap over seats, and their aggregate BLS
 * signature. Kept beside the block, never inside its hash.
 *
 * @param signers one bit a seat, seat 0 in the lowest bit of the first byte; no trailing zero byte
 * @param signature 96 bytes, a compressed point of G2
 */
public record Certificate(VoteSubject subject, Bytes signers, Bytes signature) {
    public static final int SIGNATURE_SIZE = 96;

    /** Enough for 256 seats. */
    public static final int MAX_SIGNERS_SIZE = 32;

    public Certificate {
        if (signature.size() != SIGNATURE_SIZE) {
            throw new RlpException("a BLS signature has 96 bytes, not " + signature.size());
        }
        if (signers.isEmpty() || signers.size() > MAX_SIGNERS_SIZE || signers.at(signers.size() - 1) == 0) {
            throw new RlpException("the bitmap of signers is not in its shortest form");
        }
    }

    public static Certificate of(VoteSubject subject, BitSet signers, Bytes signature) {
        return new Certificate(subject, Bytes.wrap(signers.toByteArray()), signature);
    }

    public BitSet seats() {
        return BitSet.valueOf(signers.unsafeArray());
    }

    public byte[] encode() {
        return new RlpWriter(192)
                .beginList()
                .write(subject.epoch())
                .write(subject.view())
                .write(subject.type().code())
                .write(subject.height())
                .write(subject.block())
                .write(signers)
                .write(signature)
                .endList()
                .toArray();
    }

    /**
     * @throws RlpException if the bytes are not exactly one certificate; whether it is true, only its committee tells
     */
    public static Certificate decode(byte[] encoded) {
        RlpReader in = new RlpReader(encoded);
        Certificate certificate = read(in);
        in.end();
        return certificate;
    }

    /** Reads one certificate and leaves the reader behind it. */
    public static Certificate read(RlpReader outer) {
        RlpReader in = outer.list();
        long epoch = in.longNumber();
        long view = in.longNumber();
        long code = in.longNumber();
        long height = in.longNumber();
        var block = in.hash();
        if (view < 1 || code < 1 || code > 3) {
            throw new RlpException("no such certificate: view " + view + ", type " + code);
        }
        VoteType type = VoteType.ofCode((int) code);
        if (type == VoteType.NULLIFY && (height != 0 || !block.equals(network.banyan.primitives.Hash.ZERO))) {
            throw new RlpException("NULLIFY names no block");
        }
        var certificate = new Certificate(new VoteSubject(epoch, view, type, height, block), in.bytes(), in.bytes());
        in.end();
        return certificate;
    }
}
