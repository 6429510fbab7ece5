// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceException;
import network.banyan.evidence.attestation.AttestationCheck;
import network.banyan.evidence.attestation.CertificateChain;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who sees to it that an attestation key lives in a TPM that a maker certified, and says so in a certificate. That takes a
 * conversation with the TPM, which no file can hold: a later reader believes the attestor, or runs one. Its key is a file
 * here; whoever attests many devices keeps that machine apart.
 */
@SuppressWarnings("JavaUtilDate") // What certificates are made with.
public final class Attestor {
    private static final String ALIAS = "attestor";
    private static final long VALID_MILLIS = 20L * 365 * 86_400_000;
    private static final long SLACK_MILLIS = 3_600_000;

    private final PrivateKey privateKey;
    private final X509Certificate certificate;

    private Attestor(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /**
     * What only the right TPM can answer.
     *
     * @param secret what it must answer
     */
    public record Challenge(Credential credential, Hash secret, TpmKeyArea key, X509Certificate endorsement) {}

    /**
     * Opens the attestor of a folder, or makes one: a key, its password, and {@code attestor.pem} for those who trust it.
     *
     * @throws DeviceException if that cannot be done
     */
    public static Attestor openOrCreate(Path folder, long nowMillis) {
        Path store = folder.resolve("attestor.p12");
        Path password = folder.resolve("attestor.password");
        try {
            if (!Files.exists(store)) {
                create(folder, store, password, nowMillis);
            }
            char[] secret = Files.readString(password).strip().toCharArray();
            try (InputStream in = Files.newInputStream(store)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, secret);
                if (keys.getKey(ALIAS, secret) instanceof PrivateKey key
                        && keys.getCertificate(ALIAS) instanceof X509Certificate certificate) {
                    return new Attestor(key, certificate);
                }
            }
            throw new DeviceException(store + " holds no attestor's key");
        } catch (IOException | GeneralSecurityException | OperatorCreationException cannot) {
            throw new DeviceException(
                    "the attestor in %s cannot be opened or made: %s".formatted(folder, cannot.getMessage()), cannot);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Asks for proof that a key lives in the TPM of an endorsement certificate.
     *
     * @param makers the endorsement certificate and those above it
     * @param anchors the makers of TPMs to believe
     * @throws DeviceException if the certificate leads to none of them, or the key is of another kind
     */
    public static Challenge challenge(
            TpmKeyArea key, CertificateChain makers, List<X509Certificate> anchors, long nowMillis) {
        makers.flaw(anchors, nowMillis).ifPresent(flaw -> {
            throw new DeviceException(
                    "the TPM's endorsement certificate leads to no maker you trust: %s".formatted(flaw));
        });
        if (!key.neverLeaves() || !key.signsOnlyForTheTpm()) {
            throw new DeviceException("that is no attestation key: it would sign other things than the TPM's own");
        }
        byte[] random = new byte[Hash.SIZE];
        new SecureRandom().nextBytes(random);
        Hash secret = Hash.of(random);
        PublicKey endorsement = makers.leaf().getPublicKey();
        return new Challenge(Credential.make(endorsement, key.name(), secret), secret, key, makers.leaf());
    }

    /**
     * @throws DeviceException if the answer is not the challenge's secret
     */
    public CertificateChain certify(Challenge challenge, Bytes answer, long nowMillis) {
        if (!challenge.secret().toBytes().equals(answer)) {
            throw new DeviceException("that TPM does not hold the attestation key: its answer is wrong");
        }
        try {
            var subject = new X500Name("CN=Banyan TPM attestation key,SERIALNUMBER="
                    + AttestationCheck.challengedName(
                            Bytes.wrap(challenge.endorsement().getEncoded()), challenge.key()));
            var builder = new JcaX509v3CertificateBuilder(
                            new X500Name(certificate.getSubjectX500Principal().getName()),
                            new BigInteger(120, new SecureRandom()),
                            new Date(nowMillis - SLACK_MILLIS),
                            certificate.getNotAfter(),
                            subject,
                            P256Keys.publicKey(challenge.key().key()))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(KeyPurposeId.getInstance(
                                    new ASN1ObjectIdentifier(AttestationCheck.ATTESTATION_USAGE))));
            return new CertificateChain(List.of(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(privateKey)))));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException cannot) {
            throw new DeviceException("the attestor cannot sign: " + cannot.getMessage(), cannot);
        }
    }

    private static void create(Path folder, Path store, Path passwordFile, long nowMillis)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Hash number = Sha256.hash(pair.getPublic().getEncoded());
        var name = new X500Name("CN=Banyan attestor " + number.toHex().substring(2, 10));
        var builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        new Date(nowMillis - SLACK_MILLIS),
                        new Date(nowMillis + VALID_MILLIS),
                        name,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        X509Certificate own = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(ALIAS, pair.getPrivate(), password.toCharArray(), new X509Certificate[] {own});
        var out = new ByteArrayOutputStream();
        keys.store(out, password.toCharArray());
        Files.createDirectories(folder);
        Files.deleteIfExists(passwordFile);
        WholeFiles.create(passwordFile, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                folder.resolve("attestor.pem"),
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(own.getEncoded())));
        WholeFiles.create(store, out.toByteArray());
    }
}
