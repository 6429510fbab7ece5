// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import network.banyan.crypto.Ed25519;
import network.banyan.primitives.Hash;

/** An attacker with a key of its own choice, who writes any bytes. Built on the JDK's sockets, not on the code under test. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) Await.PATIENCE.toMillis());
    }

    /** No TLS at all. */
    static RawPeer plain(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** TLS as ordered; the handshake is done when this returns, as far as the caller can tell. */
    static RawPeer tls(InetSocketAddress address, Ed25519.KeyPair key, String... protocols)
            throws IOException, GeneralSecurityException {
        return tls(address, context(key), protocols);
    }

    /** Sessions of earlier connections by the same context may be resumed. */
    static SSLContext context(Ed25519.KeyPair key) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new SingleKey(key.toJdk().getPrivate(), NodeCertificate.of(key))},
                new TrustManager[] {new PinnedTrust(any -> true)},
                null);
        return context;
    }

    static RawPeer tls(InetSocketAddress address, SSLContext context, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setEnabledProtocols(protocols);
        socket.startHandshake();
        return new RawPeer(socket);
    }

    /** Allowed, greeted, and free to misbehave. */
    static RawPeer greeted(TestNode node, int number) throws IOException, GeneralSecurityException {
        RawPeer peer = tls(node.address(), TestNode.key(number), "TLSv1.3");
        peer.write(hello());
        node.awaitPeers(TestNode.idOf(number));
        return peer;
    }

    static byte[] hello() {
        return hello(TestNode.NETWORK);
    }

    static byte[] hello(Hash network) {
        ByteBuf frame = Frames.hello(UnpooledByteBufAllocator.DEFAULT, network);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }

    static byte[] frame(int type, byte... payload) {
        byte[] frame = new byte[4 + payload.length];
        frame[0] = (byte) type;
        frame[1] = (byte) (payload.length >> 16);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 4, payload.length);
        return frame;
    }

    /** A message of one part. */
    static byte[] message(int lane, byte... message) {
        byte[] payload = new byte[4 + message.length];
        payload[2] = (byte) (message.length >> 8);
        payload[3] = (byte) message.length;
        System.arraycopy(message, 0, payload, 4, message.length);
        return frame(lane, payload);
    }

    void write(byte... bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Writes what the other side may answer by hanging up before it has read it all. */
    void provoke(byte... bytes) {
        try {
            write(bytes);
        } catch (IOException hungUp) {
            // isClosedByTheOther tells the test as much.
        }
    }

    /** Sends a KeyUpdate that asks for another (RFC 8446 section 4.6.3): how the JDK takes a second handshake in TLS 1.3. */
    void updateKeys() throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    /** Reads one byte, so that whatever TLS has to say first is heard. */
    void read() throws IOException {
        socket.getInputStream().read();
    }

    long sessionBegan() {
        return ((SSLSocket) socket).getSession().getCreationTime();
    }

    /** Waits for the other side to close, by a farewell or an alert or the hard way. */
    boolean isClosedByTheOther() throws IOException {
        byte[] sink = new byte[8192];
        try {
            while (socket.getInputStream().read(sink) >= 0) {
                // Whatever it says is not the point.
            }
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException alertOrReset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException hungUpFirst) {
            // TLS says farewell on closing, and nobody may be left to hear it.
        }
    }
}
