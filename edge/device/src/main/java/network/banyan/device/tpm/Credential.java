// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import network.banyan.device.DeviceException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A secret encrypted so that only the TPM with a certain endorsement key can open it, and only if it also holds the key of
 * a certain name: what TPM2_MakeCredential does, without a TPM. Endorsement keys are on P-256 or of RSA with 2048 bits, by
 * TCG's templates. Source: TPM 2.0 Library, part 1, section 24 and annexes B and C.
 *
 * @param blob for TPM2_ActivateCredential, without its length in front, as is the next
 */
public record Credential(Bytes blob, Bytes encryptedSecret) {
    private static final byte[] IDENTITY = "IDENTITY\0".getBytes(StandardCharsets.US_ASCII);
    private static final int RSA_BITS_MIN = 2_048;

    /**
     * @param name of the key that the TPM must hold
     * @throws DeviceException if the endorsement key is of another kind
     */
    public static Credential make(PublicKey endorsement, Bytes name, Hash secret) {
        try {
            Seed seed = switch (endorsement) {
                case ECPublicKey ec when ec.getParams().getOrder().bitLength() == 256 -> agreed(ec);
                case RSAPublicKey rsa when rsa.getModulus().bitLength() >= RSA_BITS_MIN -> wrapped(rsa);
                default ->
                    throw new DeviceException(
                            "the TPM's endorsement key is neither on P-256 nor of RSA with 2048 bits");
            };
            byte[] content = new TpmWriter().sized(secret.toArray()).toArray();
            byte[] key = Arrays.copyOf(derived(seed.value().toArray(), "STORAGE", name.toArray(), 128), 16);
            Cipher aes = Cipher.getInstance("AES/CFB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            byte[] identity = aes.doFinal(content);
            Mac integrity = Mac.getInstance("HmacSHA256");
            integrity.init(
                    new SecretKeySpec(derived(seed.value().toArray(), "INTEGRITY", new byte[0], 256), "HmacSHA256"));
            integrity.update(identity);
            integrity.update(name.unsafeArray());
            var blob = new TpmWriter().sized(integrity.doFinal()).raw(identity);
            return new Credential(blob.toBytes(), seed.encrypted());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java platform lacks what every one has", impossible);
        }
    }

    private record Seed(Bytes value, Bytes encrypted) {}

    private static Seed agreed(ECPublicKey endorsement) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(endorsement.getParams());
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", "SunEC");
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(endorsement, true);
        var point = ((ECPublicKey) ephemeral.getPublic()).getW();
        // KDFe, one round: a counter, the shared x, the label, both parties' x.
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[] {0, 0, 0, 1});
        digest.update(agreement.generateSecret());
        digest.update(IDENTITY);
        digest.update(word(point.getAffineX()));
        digest.update(word(endorsement.getW().getAffineX()));
        var encrypted = new TpmWriter().sized(word(point.getAffineX())).sized(word(point.getAffineY()));
        return new Seed(Bytes.wrap(digest.digest()), encrypted.toBytes());
    }

    private static Seed wrapped(RSAPublicKey endorsement) throws GeneralSecurityException {
        byte[] seed = new byte[Hash.SIZE];
        new SecureRandom().nextBytes(seed);
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
        rsa.init(
                Cipher.ENCRYPT_MODE,
                endorsement,
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(IDENTITY)));
        return new Seed(Bytes.copyOf(seed), Bytes.wrap(rsa.doFinal(seed)));
    }

    /** KDFa, one round. */
    private static byte[] derived(byte[] seed, String label, byte[] context, int bits) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(seed, "HmacSHA256"));
        mac.update(new TpmWriter()
                .u32(1)
                .raw(label.getBytes(StandardCharsets.US_ASCII))
                .u8(0)
                .raw(context)
                .u32(bits)
                .toArray());
        return mac.doFinal();
    }

    private static byte[] word(BigInteger coordinate) {
        return UInt256.of(coordinate).toArray();
    }
}
