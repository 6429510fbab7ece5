// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class NodeCertificateTest {
    @Test
    void showsTheKeyAndIsSignedByIt() {
        var key = TestNode.key(1);
        X509Certificate certificate = NodeCertificate.of(key);

        assertThat(NodeCertificate.nodeOf(certificate)).contains(new NodeId(key.publicKey()));
        assertThatCode(() -> certificate.verify(key.toJdk().getPublic())).doesNotThrowAnyException();
        assertThat(NodeCertificate.of(key)).as("made again").isEqualTo(certificate);
    }

    @Test
    void trustHangsOnTheKeyAlone() {
        PinnedTrust trust = new PinnedTrust(TestNode.idOf(1)::equals);
        X509Certificate right = NodeCertificate.of(TestNode.key(1));
        X509Certificate wrong = NodeCertificate.of(TestNode.key(2));

        assertThatCode(() -> trust.checkClientTrusted(new X509Certificate[] {right}, "EdDSA"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {wrong}, "EdDSA"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("not allowed");
        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {right, wrong}, "EdDSA"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("one certificate, not 2");
        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[0], "EdDSA"))
                .isInstanceOf(CertificateException.class);
    }
}
