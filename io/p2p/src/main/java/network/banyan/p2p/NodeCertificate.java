// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import network.banyan.crypto.Ed25519;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The self-signed X.509 certificate in which a node shows its key (RFC 8410). Only the key matters; names and dates are
 * the same for all, so the same key always makes the same certificate, and clocks play no part.
 */
final class NodeCertificate {
    private static final X500Name NAME = new X500Name("CN=banyan node");
    private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
    /** "No well-defined expiration date", RFC 5280 section 4.1.2.5. */
    private static final Date TO = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

    private NodeCertificate() {}

    static X509Certificate of(Ed25519.KeyPair key) {
        KeyPair jdk = key.toJdk();
        try {
            var signer = new JcaContentSignerBuilder("Ed25519").build(jdk.getPrivate());
            var unsigned = new JcaX509v3CertificateBuilder(NAME, BigInteger.ONE, FROM, TO, NAME, jdk.getPublic());
            return new JcaX509CertificateConverter().getCertificate(unsigned.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK cannot make an Ed25519 certificate", missing);
        }
    }

    /** The node that a certificate shows; empty if its key is not Ed25519. */
    static Optional<NodeId> nodeOf(X509Certificate certificate) {
        return Ed25519.publicKeyOf(certificate.getPublicKey()).map(NodeId::new);
    }
}
