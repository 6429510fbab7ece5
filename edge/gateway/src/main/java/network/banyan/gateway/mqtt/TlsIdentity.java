// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

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
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import network.banyan.gateway.GatewayException;
import network.banyan.sdk.WholeFiles;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The gateway's own TLS key and self-signed certificate. Devices are given the certificate (gateway.pem) when they are set
 * up, and trust that one.
 *
 * @param keyStore PKCS#12
 */
public record TlsIdentity(Path keyStore, String password) {
    private static final String ALIAS = "gateway";

    /** Devices hold this very certificate, so its dates say nothing; their clocks may be anything. */
    private static final Time FROM = new Time(new DERUTCTime("200101000000Z"));

    private static final Time UNTIL = new Time(new DERGeneralizedTime("99991231235959Z"));

    /**
     * Opens what is in the folder, or makes it.
     *
     * @param host name or address under which devices reach the gateway
     * @throws GatewayException if that cannot be done
     */
    public static TlsIdentity in(Path folder, String host) {
        Path store = folder.resolve("tls.p12");
        Path secret = folder.resolve("tls.password");
        try {
            if (!Files.exists(store)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                WholeFiles.replace(secret, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
                create(store, folder.resolve("gateway.pem"), HexFormat.of().formatHex(random), host);
            }
            return new TlsIdentity(store, Files.readString(secret).strip());
        } catch (IOException | GeneralSecurityException | OperatorCreationException cannot) {
            throw new GatewayException(
                    "cannot make the TLS certificate in %s: %s".formatted(folder, cannot.getMessage()), cannot);
        }
    }

    /** The certificate that devices must trust. */
    public Certificate certificate() {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store.getCertificate(ALIAS);
        } catch (IOException | GeneralSecurityException cannot) {
            throw new GatewayException("cannot read %s: %s".formatted(keyStore, cannot.getMessage()), cannot);
        }
    }

    private static void create(Path store, Path pem, String password, String host)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = selfSigned(pair, host);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(ALIAS, pair.getPrivate(), password.toCharArray(), new X509Certificate[] {certificate});
        var out = new ByteArrayOutputStream();
        keys.store(out, password.toCharArray());
        WholeFiles.replace(
                pem,
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(
                                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
                        .getBytes(StandardCharsets.US_ASCII));
        WholeFiles.replace(store, out.toByteArray());
    }

    private static X509Certificate selfSigned(KeyPair pair, String host)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var name = new X500Name("CN=Banyan gateway");
        var builder = new JcaX509v3CertificateBuilder(
                name, new BigInteger(64, new SecureRandom()), FROM, UNTIL, name, pair.getPublic());
        boolean isAddress = host.matches("[0-9.]+|.*:.*");
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}
