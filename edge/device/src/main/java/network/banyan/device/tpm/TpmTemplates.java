// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import static network.banyan.evidence.attestation.TpmKeyArea.DECRYPT;
import static network.banyan.evidence.attestation.TpmKeyArea.ECC;
import static network.banyan.evidence.attestation.TpmKeyArea.ECDSA;
import static network.banyan.evidence.attestation.TpmKeyArea.FIXED_PARENT;
import static network.banyan.evidence.attestation.TpmKeyArea.FIXED_TPM;
import static network.banyan.evidence.attestation.TpmKeyArea.MADE_INSIDE;
import static network.banyan.evidence.attestation.TpmKeyArea.NULL;
import static network.banyan.evidence.attestation.TpmKeyArea.P256_CURVE;
import static network.banyan.evidence.attestation.TpmKeyArea.RESTRICTED;
import static network.banyan.evidence.attestation.TpmKeyArea.SHA256;
import static network.banyan.evidence.attestation.TpmKeyArea.SIGN;
import static network.banyan.evidence.attestation.TpmKeyArea.USER_WITH_AUTH;

import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What a TPM is asked to make. Every key here is made inside and stays: fixedTPM, fixedParent, sensitiveDataOrigin. */
final class TpmTemplates {
    private static final long INSIDE = FIXED_TPM | FIXED_PARENT | MADE_INSIDE;
    private static final long ADMIN_WITH_POLICY = 1 << 7;
    private static final long NO_LOCKOUT = 1 << 10;
    private static final int RSA = 0x0001;
    private static final int AES = 0x0006;
    private static final int CFB = 0x0043;

    /** Whoever has the secret of the endorsement hierarchy; the policy that TCG's profile gives to endorsement keys. */
    private static final Bytes ENDORSEMENT_POLICY =
            Bytes.fromHex("0x837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

    private TpmTemplates() {}

    /**
     * A device's key: signs what it is given. Without the TPM's lockout, which counts a power cut as a wrong secret, so that
     * a device that loses power a few times would be mute for hours.
     */
    static Bytes deviceKey() {
        return signing(INSIDE | USER_WITH_AUTH | NO_LOCKOUT | SIGN);
    }

    /** A key that signs nothing but the TPM's own statements. */
    static Bytes attestationKey() {
        return signing(INSIDE | USER_WITH_AUTH | NO_LOCKOUT | SIGN | RESTRICTED);
    }

    /** Under which device keys are made. */
    static Bytes storageKey() {
        return new TpmWriter()
                .u16(ECC)
                .u16(SHA256)
                .u32(INSIDE | USER_WITH_AUTH | NO_LOCKOUT | RESTRICTED | DECRYPT)
                .sized(Bytes.EMPTY)
                .raw(aes())
                .u16(NULL)
                .u16(P256_CURVE)
                .u16(NULL)
                .sized(Bytes.EMPTY)
                .sized(Bytes.EMPTY)
                .toBytes();
    }

    /** The endorsement key on P-256: template L-2 of TCG's EK Credential Profile 2.5. */
    static Bytes endorsementKeyEcc() {
        return endorsement(ECC)
                .u16(P256_CURVE)
                .u16(NULL)
                .sized(new byte[Hash.SIZE])
                .sized(new byte[Hash.SIZE])
                .toBytes();
    }

    /** The endorsement key of RSA: template L-1. */
    static Bytes endorsementKeyRsa() {
        return endorsement(RSA).u16(2_048).u32(0).sized(new byte[256]).toBytes();
    }

    private static TpmWriter endorsement(int type) {
        return new TpmWriter()
                .u16(type)
                .u16(SHA256)
                .u32(INSIDE | ADMIN_WITH_POLICY | RESTRICTED | DECRYPT)
                .sized(ENDORSEMENT_POLICY)
                .raw(aes())
                .u16(NULL);
    }

    private static Bytes signing(long attributes) {
        return new TpmWriter()
                .u16(ECC)
                .u16(SHA256)
                .u32(attributes)
                .sized(Bytes.EMPTY)
                .u16(NULL)
                .u16(ECDSA)
                .u16(SHA256)
                .u16(P256_CURVE)
                .u16(NULL)
                .sized(Bytes.EMPTY)
                .sized(Bytes.EMPTY)
                .toBytes();
    }

    private static byte[] aes() {
        return new TpmWriter().u16(AES).u16(128).u16(CFB).toArray();
    }
}
