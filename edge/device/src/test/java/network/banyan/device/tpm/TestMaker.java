// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Date;
import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A maker of TPMs, or of devices: a root and the certificates it gives. */
final class TestMaker {
    static final long NOW = 1_763_683_200_000L;

    private final KeyPair pair;
    private final X500Name name;
    final X509Certificate root;

    TestMaker(String called) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.pair = generator.generateKeyPair();
        this.name = new X500Name("CN=" + called);
        this.root = sign(name, pair.getPublic(), true);
    }

    X509Certificate certify(String subject, PublicKey key) throws Exception {
        return sign(new X500Name("CN=" + subject), key, false);
    }

    private X509Certificate sign(X500Name subject, PublicKey key, boolean isRoot) throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(isRoot ? 1 : 2),
                        new Date(NOW - 86_400_000L),
                        new Date(NOW + 86_400_000L * 365),
                        subject,
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot))
                .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(
                                isRoot ? KeyUsage.keyCertSign : KeyUsage.digitalSignature | KeyUsage.keyAgreement));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    /** The endorsement key of a TPM, as its maker would know it. */
    static PublicKey endorsementKey(SoftTpm tpm, boolean rsa) throws Exception {
        Bytes area = tpm.place().use(open -> {
            Tpm.Loaded loaded = open.createPrimary(
                    Tpm.ENDORSEMENT, rsa ? TpmTemplates.endorsementKeyRsa() : TpmTemplates.endorsementKeyEcc());
            open.flush(loaded.handle());
            return loaded.area();
        });
        int end = area.size();
        if (rsa) {
            BigInteger modulus = new BigInteger(1, area.slice(end - 256, end).toArray());
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
        }
        return P256Keys.publicKey(new P256.PublicKey(
                Hash.of(area.slice(end - 66, end - 34).toArray()),
                Hash.of(area.slice(end - 32, end).toArray())));
    }
}
