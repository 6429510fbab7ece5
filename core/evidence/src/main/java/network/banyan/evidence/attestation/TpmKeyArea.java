// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * The public area of a signing key on P-256 (TPMT_PUBLIC): the key and what the TPM enforces for it. Other kinds of keys
 * are refused. Source: TPM 2.0 Library, part 2, sections 8.3 and 12.2.
 *
 * @param encoded the area's bytes, of which the key's name is made
 */
public record TpmKeyArea(Bytes encoded, long attributes, P256.PublicKey key) {
    public static final int ECC = 0x0023;
    public static final int SHA256 = 0x000b;
    public static final int NULL = 0x0010;
    public static final int ECDSA = 0x0018;
    public static final int P256_CURVE = 0x0003;

    /** Attributes: the key stays in this TPM; under this parent; the TPM made it; its owner may use it; and so on. */
    public static final long FIXED_TPM = 1 << 1;

    public static final long FIXED_PARENT = 1 << 4;
    public static final long MADE_INSIDE = 1 << 5;
    public static final long USER_WITH_AUTH = 1 << 6;
    public static final long RESTRICTED = 1 << 16;
    public static final long DECRYPT = 1 << 17;
    public static final long SIGN = 1 << 18;

    private static final long NEVER_LEAVES = FIXED_TPM | FIXED_PARENT | MADE_INSIDE;

    /**
     * @throws EvidenceFormatException if it is no such area
     */
    public static TpmKeyArea parse(Bytes encoded) {
        var in = new TpmReader(encoded);
        int type = in.u16();
        int nameAlgorithm = in.u16();
        long attributes = in.u32();
        in.sized();
        if (type != ECC || nameAlgorithm != SHA256) {
            throw new EvidenceFormatException("the TPM's key is no ECC key with a name by SHA-256");
        }
        if (in.u16() != NULL || in.u16() != ECDSA || in.u16() != SHA256) {
            throw new EvidenceFormatException("the TPM's key is not one for ECDSA with SHA-256");
        }
        if (in.u16() != P256_CURVE || in.u16() != NULL) {
            throw new EvidenceFormatException("the TPM's key is not on P-256");
        }
        var key = new P256.PublicKey(coordinate(in.sized()), coordinate(in.sized()));
        in.end();
        if (!key.isOnCurve()) {
            throw new EvidenceFormatException("the TPM's key is no point of P-256");
        }
        return new TpmKeyArea(encoded, attributes, key);
    }

    /** By which the TPM knows the key: the hash's number, then the hash of the area. */
    public Bytes name() {
        return nameOf(encoded);
    }

    /** The name of any public area whose name is by SHA-256. */
    public static Bytes nameOf(Bytes area) {
        byte[] name = new byte[2 + Hash.SIZE];
        name[1] = SHA256;
        Sha256.hash(area).writeTo(name, 2);
        return Bytes.wrap(name);
    }

    /** Whether the TPM made the key and gives it to nobody, encrypted or not. */
    public boolean neverLeaves() {
        return (attributes & NEVER_LEAVES) == NEVER_LEAVES;
    }

    /** Whether it signs whatever it is given; what a TPM says of itself is signed by restricted keys only. */
    public boolean signsAnything() {
        return (attributes & SIGN) != 0 && (attributes & (RESTRICTED | DECRYPT)) == 0;
    }

    /** Whether it signs nothing but what the TPM itself says. */
    public boolean signsOnlyForTheTpm() {
        return (attributes & (SIGN | RESTRICTED)) == (SIGN | RESTRICTED) && (attributes & DECRYPT) == 0;
    }

    /** A number of at most 32 bytes, some of which a TPM may leave out. */
    public static Hash coordinate(Bytes number) {
        if (number.size() > Hash.SIZE) {
            throw EvidenceFormatException.of("a number of P-256 has 32 bytes, not %d", number.size());
        }
        return UInt256.ofBytes(number.toArray()).toHash();
    }
}
