// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import network.banyan.crypto.Ed25519;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.slf4j.LoggerFactory;

/** A node on a free port of the loopback that remembers what it was told. */
final class TestNode implements PeerHandler, AutoCloseable {
    static final Hash NETWORK = Hash.fromHex("0b".repeat(32));

    record Received(NodeId from, Lane lane, byte[] message) {}

    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    final AtomicInteger connects = new AtomicInteger();
    final PeerNetwork network;
    final NodeId id;
    final Conduct conduct;

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();

    static {
        LEAKS.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(LEAKS);
    }

    private TestNode(
            int number, InetSocketAddress listen, Hash label, Limits limits, AllowedKeys allowed, Conduct conduct) {
        Ed25519.KeyPair key = key(number);
        this.id = new NodeId(key.publicKey());
        this.conduct = conduct;
        this.network = PeerNetwork.start(
                new NetworkSettings(listen, label, limits, number, conduct), key, Map.of(), allowed, this);
    }

    static TestNode start(int number, Limits limits, AllowedKeys allowed) {
        return new TestNode(number, anyPort(), NETWORK, limits, allowed, new Conduct());
    }

    static TestNode start(int number, Limits limits, AllowedKeys allowed, Conduct conduct) {
        return new TestNode(number, anyPort(), NETWORK, limits, allowed, conduct);
    }

    static TestNode startAt(InetSocketAddress listen, int number, Limits limits, AllowedKeys allowed) {
        return new TestNode(number, listen, NETWORK, limits, allowed, new Conduct());
    }

    static TestNode startIn(Hash label, int number, AllowedKeys allowed) {
        return new TestNode(number, anyPort(), label, quick(), allowed, new Conduct());
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static Ed25519.KeyPair key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return Ed25519.KeyPair.fromSeed(Bytes.wrap(seed));
    }

    static NodeId idOf(int number) {
        return new NodeId(key(number).publicKey());
    }

    static AllowedKeys allowing(int... numbers) {
        return new AllowedKeys(Arrays.stream(numbers)
                .mapToObj(TestNode::idOf)
                .collect(java.util.stream.Collectors.toUnmodifiableSet()));
    }

    /** The default limits with times that suit a test. */
    static Limits quick() {
        Limits usual = Limits.defaults();
        return new Limits(
                usual.messages(), usual.memory(), usual.rates(), usual.connections(), times(5_000, 100, 5_000));
    }

    static Limits.Times times(int handshakeMillis, int keepaliveMillis, int idleMillis) {
        return new Limits.Times(
                Duration.ofMillis(handshakeMillis),
                Duration.ofMillis(keepaliveMillis),
                Duration.ofMillis(idleMillis),
                Duration.ofMillis(20),
                Duration.ofMillis(400));
    }

    InetSocketAddress address() {
        return network.address();
    }

    void call(TestNode... others) {
        network.call(Arrays.stream(others)
                .collect(java.util.stream.Collectors.toUnmodifiableMap(node -> node.id, TestNode::address)));
    }

    void awaitPeers(NodeId... peers) {
        Await.until("peers of " + id, () -> network.peers().equals(new java.util.TreeSet<>(Arrays.asList(peers))));
    }

    Received next() {
        try {
            Received next = received.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("a message").isNotNull();
            return next;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void received(NodeId from, Lane lane, byte[] message) {
        received.add(new Received(from, lane, message));
    }

    @Override
    public void connected(NodeId peer) {
        connects.incrementAndGet();
        news.add("+" + peer);
    }

    @Override
    public void disconnected(NodeId peer) {
        news.add("-" + peer);
    }

    /** Also shows that no buffer is left. */
    @Override
    public void close() {
        network.close();
        assertThat(network.counters().bufferBytes())
                .as("bytes of buffers after the end")
                .isZero();
        assertThat(network.counters().queuedBytes())
                .as("queued bytes after the end")
                .isZero();
        assertThat(LEAKS.list)
                .as("buffers that were collected without being released")
                .isEmpty();
        assertThat(network.counters().connected()).isZero();
        assertThat(network.counters().halfOpen()).isZero();
    }
}
