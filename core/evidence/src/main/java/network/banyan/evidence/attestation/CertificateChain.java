// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.banyan.crypto.P256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * X.509 certificates from a key up to somebody who may be trusted, judged by the JDK (RFC 5280, PKIX). Revocation is not
 * asked for: that would take a network, and years later nobody answers.
 *
 * @param certificates the key's first; at least one
 */
public record CertificateChain(List<X509Certificate> certificates) {
    private static final int BYTES_MAX = 8 * 1024;

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /**
     * @throws EvidenceFormatException if there is none, or one is no certificate
     */
    public static CertificateChain of(List<Bytes> encoded) {
        if (encoded.isEmpty()) {
            throw new EvidenceFormatException("there is no certificate");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Bytes each : encoded) {
            if (each.size() > BYTES_MAX) {
                throw EvidenceFormatException.of("a certificate has at most %d bytes", BYTES_MAX);
            }
            try {
                var in = new ByteArrayInputStream(each.toArray());
                var factory = CertificateFactory.getInstance("X.509");
                if (!(factory.generateCertificate(in) instanceof X509Certificate certificate) || in.available() > 0) {
                    throw new EvidenceFormatException("that is no X.509 certificate");
                }
                certificates.add(certificate);
            } catch (CertificateException malformed) {
                throw new EvidenceFormatException("that is no X.509 certificate: " + malformed.getMessage());
            }
        }
        return new CertificateChain(certificates);
    }

    public X509Certificate leaf() {
        return certificates.getFirst();
    }

    /** The leaf's key, if it is one on P-256. */
    public Optional<P256.PublicKey> key() {
        if (!(leaf().getPublicKey() instanceof ECPublicKey ec)
                || ec.getParams().getOrder().bitLength() != 256
                || ec.getW().getAffineX().bitLength() > 256
                || ec.getW().getAffineY().bitLength() > 256) {
            return Optional.empty();
        }
        var key = new P256.PublicKey(
                UInt256.of(ec.getW().getAffineX()).toHash(),
                UInt256.of(ec.getW().getAffineY()).toHash());
        return key.isOnCurve() ? Optional.of(key) : Optional.empty();
    }

    /** Why the chain does not lead to one of the anchors at a time in milliseconds since 1970; empty if it does. */
    @SuppressWarnings("JavaUtilDate") // What PKIX takes.
    public Optional<String> flaw(List<X509Certificate> anchors, long timeMillis) {
        Set<TrustAnchor> trusted = new HashSet<>();
        anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
        // An anchor needs no proof, and PKIX does not want it among what is to be proven.
        List<X509Certificate> path = certificates.stream()
                .filter(certificate -> !anchors.contains(certificate))
                .toList();
        if (path.size() < certificates.size() && anchors.contains(leaf())) {
            return Optional.of("the key's own certificate cannot be the one that is trusted");
        }
        try {
            PKIXParameters rules = new PKIXParameters(trusted);
            rules.setRevocationEnabled(false);
            rules.setDate(new Date(timeMillis));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), rules);
            return Optional.empty();
        } catch (CertPathValidatorException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        } catch (GeneralSecurityException unusable) {
            return Optional.of("it cannot be judged: " + unusable.getMessage());
        }
    }
}
