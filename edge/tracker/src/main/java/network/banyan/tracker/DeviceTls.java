// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a gateway wants it (docs/spec/gateway.md, rule 3): the device's certificate is signed by the device's own key, and
 * the gateway's is the one that the device was given. The key may be in hardware: only signatures are asked of it.
 */
public final class DeviceTls {
    private static final String ALIAS = "device";
    private static final Time FROM = new Time(new DERUTCTime("700101000000Z"));
    private static final Time UNTIL = new Time(new DERGeneralizedTime("99991231235959Z"));

    private DeviceTls() {}

    /**
     * @param gatewayCertificate the gateway's own (gateway.pem), or those of several, one behind the other
     * @throws DeviceException if that cannot be read, or the key does not sign
     */
    public static MqttClientSslConfig of(DeviceSigner signer, Path gatewayCertificate) {
        try {
            // JSSE looks for signatures among the installed providers, and nowhere else. Twice does no harm.
            Security.addProvider(new SignerProvider());
            var keys = new KeyManagerFactory(
                    new Keys(new OwnKey(new SignerProvider.Key(signer), certificate(signer))),
                    Security.getProviders()[0],
                    "banyan-device") {};
            return MqttClientSslConfig.builder()
                    .keyManagerFactory(keys)
                    .trustManagerFactory(trust(gatewayCertificate))
                    .protocols(List.of("TLSv1.3", "TLSv1.2"))
                    // These very certificates are trusted, and no other; what names they bear adds nothing.
                    .hostnameVerifier((_, _) -> true)
                    .build();
        } catch (IOException | GeneralSecurityException cannot) {
            throw new DeviceException(
                    "the gateway's certificate %s cannot be used: %s"
                            .formatted(gatewayCertificate, cannot.getMessage()),
                    cannot);
        }
    }

    private static TrustManagerFactory trust(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("gateway-" + number++, certificate);
            }
        }
        if (store.size() == 0) {
            throw new IOException("there is none in it");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    /** Says nothing but whose key it is: the registry says the rest. */
    static X509Certificate certificate(DeviceSigner signer) throws GeneralSecurityException {
        var name = new X500Name("CN=Banyan device");
        var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, FROM, UNTIL, name, publicKey(signer.key()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new SignerProvider.CertificateSigner(signer)));
    }

    private static ECPublicKey publicKey(P256.PublicKey key) throws GeneralSecurityException {
        var parameters = java.security.AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(
                new BigInteger(1, key.x().toArray()), new BigInteger(1, key.y().toArray()));
        var curve = parameters.getParameterSpec(java.security.spec.ECParameterSpec.class);
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }

    private static final class Keys extends KeyManagerFactorySpi {
        private final OwnKey own;

        Keys(OwnKey own) {
            this.own = own;
        }

        @Override
        protected void engineInit(@Nullable KeyStore none, char @Nullable [] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters none) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {own};
        }
    }

    /** Shows the one certificate whoever asks for it. */
    private static final class OwnKey extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate certificate;

        OwnKey(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        private static @Nullable String alias(String... types) {
            return Arrays.asList(types).contains("EC") ? ALIAS : null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return alias(types);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return alias(types);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
