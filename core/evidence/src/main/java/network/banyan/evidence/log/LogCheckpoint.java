// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import network.banyan.crypto.P256;
import network.banyan.evidence.CoseSign1;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A gateway's signed word on its whole log: COSE_Sign1 with the root as payload. It has one byte form; the same signature
 * with a path instead of the root is a {@link Receipt}.
 *
 * @param signature r || s, s in the lower half
 */
public record LogCheckpoint(LogHeader header, Hash root, Bytes signature) {
    /** No checkpoint is larger. */
    public static final int MAX_BYTES = 256;

    public LogCheckpoint {
        LogHeader.require(P256.isLowS(signature), "the signature is not r || s with s in the lower half");
    }

    public static LogCheckpoint sign(LogHeader header, Hash root, DeviceRecord.Signer signer) {
        byte[] message = CoseSign1.toBeSigned(header.encode(), root.toBytes());
        return new LogCheckpoint(header, root, P256.toLowS(signer.sign(message)));
    }

    public boolean isSignedBy(P256.PublicKey key) {
        return envelope().isSignedBy(key);
    }

    public Bytes encode() {
        return envelope().encode();
    }

    /**
     * Reads a checkpoint, not believing a word of it.
     *
     * @throws network.banyan.evidence.EvidenceFormatException if the bytes are anything but one checkpoint in its one form
     */
    public static LogCheckpoint decode(Bytes encoded) {
        LogHeader.require(encoded.size() <= MAX_BYTES, "a checkpoint has at most 256 bytes");
        CoseSign1 envelope = CoseSign1.decode(encoded);
        return new LogCheckpoint(
                LogHeader.decode(envelope.protectedHeader()), LogHeader.hash(envelope.payload()), envelope.signature());
    }

    private CoseSign1 envelope() {
        return new CoseSign1(header.encode(), root.toBytes(), signature);
    }
}
