// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import network.banyan.crypto.Ed25519;

/**
 * TLS 1.3 as nodes speak it: both sides show a certificate, one cipher suite of each kind of processor, X25519, Ed25519,
 * and nothing to negotiate down to. The JDK's own TLS.
 */
final class Tls {
    private static final List<String> CIPHERS = List.of("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

    private final SingleKey identity;
    private final Predicate<NodeId> allowed;
    private final long handshakeMillis;
    private final SslContext server;

    Tls(Ed25519.KeyPair key, Predicate<NodeId> allowed, long handshakeMillis) {
        this.identity = new SingleKey(key.toJdk().getPrivate(), NodeCertificate.of(key));
        this.allowed = allowed;
        this.handshakeMillis = handshakeMillis;
        this.server = context(SslContextBuilder.forServer(identity).clientAuth(ClientAuth.REQUIRE), allowed);
    }

    /** Answers whoever is allowed. */
    SslHandler accepting(ByteBufAllocator allocator) {
        return handler(server, allocator);
    }

    /** Calls one node and no other. A context of its own, so that no session of another node could be resumed. */
    SslHandler calling(NodeId node, ByteBufAllocator allocator) {
        Predicate<NodeId> trusted = shown -> shown.equals(node) && allowed.test(shown);
        return handler(context(SslContextBuilder.forClient().keyManager(identity), trusted), allocator);
    }

    /** The node at the other end of a finished handshake. */
    static Optional<NodeId> peerOf(SslHandler handler) {
        try {
            Certificate[] chain = handler.engine().getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate
                    ? NodeCertificate.nodeOf(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException nobody) {
            return Optional.empty();
        }
    }

    private static SslContext context(SslContextBuilder builder, Predicate<NodeId> trusted) {
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .ciphers(CIPHERS)
                    .trustManager(new PinnedTrust(trusted))
                    // Nothing is resumed on purpose, so no one fills a cache with sessions.
                    .sessionCacheSize(1)
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException missing) {
            throw new IllegalStateException("this JDK has no TLS 1.3", missing);
        }
    }

    private SslHandler handler(SslContext context, ByteBufAllocator allocator) {
        SSLEngine engine = context.newEngine(allocator);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setSignatureSchemes(new String[] {"ed25519"});
        parameters.setNamedGroups(new String[] {"x25519"});
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        // A peer that does not read must not hold its connection open by not reading the farewell.
        handler.setCloseNotifyFlushTimeoutMillis(500);
        return handler;
    }
}
