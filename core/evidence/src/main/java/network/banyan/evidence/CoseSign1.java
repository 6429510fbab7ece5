// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;

/**
 * The envelope of a record and of a log's checkpoint: COSE_Sign1 (RFC 9052, section 4.2), tagged, with an empty unprotected header, so that every
 * byte of it is either signed or the signature.
 */
public record CoseSign1(Bytes protectedHeader, Bytes payload, Bytes signature) {
    public static final int TAG = 18;
    private static final byte[] NO_EXTERNAL_DATA = new byte[0];

    /** What the key signs: the Sig_structure of RFC 9052, section 4.4, without external data. */
    public static byte[] toBeSigned(Bytes protectedHeader, Bytes payload) {
        return new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(protectedHeader)
                .bytes(NO_EXTERNAL_DATA)
                .bytes(payload)
                .toBytes()
                .unsafeArray();
    }

    public boolean isSignedBy(P256.PublicKey key) {
        return P256.verify(key, toBeSigned(protectedHeader, payload), signature);
    }

    public Bytes encode() {
        return new CborWriter()
                .tag(TAG)
                .array(4)
                .bytes(protectedHeader)
                .map(0)
                .bytes(payload)
                .bytes(signature)
                .toBytes();
    }

    public static CoseSign1 decode(Bytes encoded) {
        var in = new CborReader(encoded);
        in.tag(TAG);
        in.array(4, "a COSE_Sign1");
        Bytes protectedHeader = in.bytes();
        if (in.map() != 0) {
            throw new EvidenceFormatException("the unprotected header must be empty");
        }
        var message = new CoseSign1(protectedHeader, in.bytes(), in.bytes());
        in.end();
        return message;
    }
}
