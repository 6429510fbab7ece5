// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509ExtendedTrustManager;
import network.banyan.crypto.P256;
import network.banyan.primitives.UInt256;
import org.apache.activemq.artemis.api.core.TrustManagerFactoryPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Lets in any certificate that a P-256 key signed for itself. TLS then proves that the client holds the key; whose key it
 * is, the registry of devices says at the MQTT CONNECT, and nothing else in the certificate counts. Artemis makes this class
 * by its name.
 */
public final class DeviceCertificates implements TrustManagerFactoryPlugin {
    @Override
    public TrustManagerFactory getTrustManagerFactory() {
        return new TrustManagerFactory(new Spi(), Security.getProviders()[0], "banyan-device") {};
    }

    /** The key a certificate is for, if it is a P-256 key. */
    static Optional<P256.PublicKey> key(X509Certificate certificate) {
        if (!(certificate.getPublicKey() instanceof ECPublicKey key)) {
            return Optional.empty();
        }
        var point = key.getW();
        if (point.getAffineX().bitLength() > 256 || point.getAffineY().bitLength() > 256) {
            return Optional.empty();
        }
        var found = new P256.PublicKey(
                UInt256.of(point.getAffineX()).toHash(),
                UInt256.of(point.getAffineY()).toHash());
        return found.isOnCurve() ? Optional.of(found) : Optional.empty();
    }

    private static final class Spi extends TrustManagerFactorySpi {
        @Override
        protected void engineInit(@Nullable KeyStore none) {}

        @Override
        protected void engineInit(ManagerFactoryParameters none) {}

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {new SelfSigned()};
        }
    }

    private static final class SelfSigned extends X509ExtendedTrustManager {
        private static void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length != 1 || key(chain[0]).isEmpty()) {
                throw new CertificateException("a device shows one certificate, of a P-256 key");
            }
            try {
                chain[0].verify(chain[0].getPublicKey());
            } catch (GeneralSecurityException notItself) {
                throw new CertificateException("a device's certificate is signed by its own key", notItself);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("the gateway is no client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("the gateway is no client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("the gateway is no client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
