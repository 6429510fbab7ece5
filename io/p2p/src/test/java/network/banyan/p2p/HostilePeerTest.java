// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostilePeerTest {
    private static final int VOTE = 16;
    private static final int BLOCK = 17;
    private static final int GOSSIP = 18;

    private final AllowedKeys allowed = TestNode.allowing(1, 2, 3);
    private final List<TestNode> nodes = new ArrayList<>();

    /** Whatever was done to it, a node still serves an honest peer and loses no buffer. */
    @AfterEach
    void theNodeStillServesAnHonestPeer() {
        TestNode victim = nodes.getFirst();
        try (TestNode honest = TestNode.start(3, TestNode.quick(), allowed)) {
            honest.call(victim);
            honest.awaitPeers(victim.id);
            honest.network.send(victim.id, Lane.CONSENSUS, new byte[] {42});
            Await.until(
                    "the honest message",
                    () -> victim.received.stream()
                            .anyMatch(one ->
                                    one.from().equals(honest.id) && Arrays.equals(one.message(), new byte[] {42})));
        }
        nodes.forEach(TestNode::close);
    }

    @Test
    void anUnknownKeyIsRefusedInTheHandshake() throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());

        try (RawPeer stranger = RawPeer.tls(victim.address(), TestNode.key(9), "TLSv1.3")) {
            // In TLS 1.3 the caller learns of it with its first read, at the latest.
            assertThatThrownBy(stranger::read)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate_unknown");
        }

        Await.until("the refusal", () -> victim.network.counters().refused() == 1);
        assertThat(victim.news).isEmpty();
    }

    @Test
    void anUnknownNodeThatIsCalledIsNotTrusted() {
        TestNode victim = start(TestNode.quick());
        try (TestNode impostor = TestNode.start(9, TestNode.quick(), TestNode.allowing(1, 2, 3, 9))) {
            // Node 2 is allowed, but somebody else answers at its address.
            victim.network.call(java.util.Map.of(TestNode.idOf(2), impostor.address()));

            Await.until("two refusals", () -> victim.network.counters().refused() >= 2);
            assertThat(impostor.news).isEmpty();
        }
        assertThat(victim.news).isEmpty();
    }

    @Test
    void anAllowedNodeAtTheAddressOfAnotherIsNotTakenForIt() {
        TestNode victim = start(TestNode.quick());
        try (TestNode other = TestNode.start(3, TestNode.quick(), allowed)) {
            victim.network.call(java.util.Map.of(TestNode.idOf(2), other.address()));

            Await.until("two refusals", () -> victim.network.counters().refused() >= 2);
            assertThat(other.news).isEmpty();
        }
        assertThat(victim.news).isEmpty();
    }

    @Test
    void aResumedSessionDoesNotOutliveTheKeysPermission() throws IOException, GeneralSecurityException {
        AllowedKeys changing = TestNode.allowing(2, 3);
        TestNode victim = TestNode.start(1, TestNode.quick(), changing);
        nodes.add(victim);
        SSLContext context = RawPeer.context(TestNode.key(2));
        long began;
        try (RawPeer peer = RawPeer.tls(victim.address(), context, "TLSv1.3")) {
            peer.write(RawPeer.hello());
            victim.awaitPeers(TestNode.idOf(2));
            peer.read();
            began = peer.sessionBegan();
        }
        victim.awaitPeers();
        changing.replace(Set.of(TestNode.idOf(3)));

        try (RawPeer again = RawPeer.tls(victim.address(), context, "TLSv1.3")) {
            assertThat(again.sessionBegan()).as("a resumed session").isEqualTo(began);
            try {
                again.write(RawPeer.hello());
            } catch (IOException closedAlready) {
                // All the better.
            }
            assertThat(again.isClosedByTheOther()).isTrue();
        }

        assertThat(victim.connects.get()).isEqualTo(1);
    }

    @Test
    void tlsBelow13IsRefused() throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());

        assertThatThrownBy(() -> RawPeer.tls(victim.address(), TestNode.key(2), "TLSv1.2"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("protocol_version");

        // The same caller with 1.3 is welcome, so it was the version.
        RawPeer.greeted(victim, 2).close();
    }

    @Test
    void plainTextIsRefused() throws IOException {
        TestNode victim = start(TestNode.quick());
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        List<byte[]> openings = List.of(
                "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII),
                "SSH-2.0-x\r\n".getBytes(US_ASCII),
                RawPeer.hello(),
                noise,
                // A TLS record that promises more than it holds, then garbage instead of a ClientHello.
                new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 0},
                new byte[] {22, 3, 3, 0, 4, 1, -1, -1, -1});

        for (byte[] opening : openings) {
            try (RawPeer stranger = RawPeer.plain(victim.address())) {
                stranger.provoke(opening);
                assertThat(stranger.isClosedByTheOther()).isTrue();
            }
        }

        Await.until("the refusals", () -> victim.network.counters().refused() == openings.size());
        assertThat(victim.news).isEmpty();
    }

    @Test
    void silentStrangersAreBoundedAndThrownOut() throws IOException {
        Limits usual = TestNode.quick();
        TestNode victim = start(new Limits(
                usual.messages(),
                usual.memory(),
                usual.rates(),
                new Limits.Connections(64, 6, 4, 1_000, 32, 4),
                TestNode.times(1_500, 100, 5_000)));
        List<RawPeer> strangers = new ArrayList<>();

        for (int i = 0; i < 30; i++) {
            strangers.add(RawPeer.plain(victim.address()));
        }

        Await.until("the surplus refused", () -> victim.network.counters().refused() >= 26);
        assertThat(victim.network.counters().halfOpen()).isLessThanOrEqualTo(4);
        for (RawPeer stranger : strangers) {
            assertThat(stranger.isClosedByTheOther()).isTrue();
            stranger.close();
        }
        Await.until("all gone", () -> victim.network.counters().halfOpen() == 0);
        assertThat(victim.network.counters().refused()).isEqualTo(30);
    }

    @Test
    void aPeerThatNeverGreetsIsThrownOut() throws IOException, GeneralSecurityException {
        Limits usual = TestNode.quick();
        TestNode victim = start(new Limits(
                usual.messages(),
                usual.memory(),
                usual.rates(),
                usual.connections(),
                TestNode.times(1_000, 100, 5_000)));

        try (RawPeer peer = RawPeer.tls(victim.address(), TestNode.key(2), "TLSv1.3")) {
            assertThat(peer.isClosedByTheOther()).isTrue();
        }

        assertThat(victim.news).isEmpty();
        Await.until("the refusal", () -> victim.network.counters().refused() == 1);
    }

    static List<byte[]> violations() {
        byte[] longFrame = new byte[Frames.PAYLOAD_MAX + 1];
        return List.of(
                // Headers alone, as the length must be refused before the payload is waited for.
                new byte[] {BLOCK, -1, -1, -1},
                new byte[] {BLOCK, 0, (byte) 0x80, 1},
                new byte[] {2, 0, 0, 1},
                new byte[] {0, 0, 0, 0},
                new byte[] {20, 0, 0, 0},
                new byte[] {-1, 0, 0, 0},
                RawPeer.frame(BLOCK, longFrame),
                RawPeer.hello(),
                // Messages: empty, of 2^32 - 1 bytes, of 8 MiB + 1, a vote of 64 KiB + 1, without a length, too long.
                RawPeer.frame(BLOCK, (byte) 0, (byte) 0, (byte) 0, (byte) 0),
                RawPeer.frame(BLOCK, (byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) 0),
                RawPeer.frame(BLOCK, (byte) 0, (byte) 0x80, (byte) 0, (byte) 1, (byte) 0),
                RawPeer.frame(VOTE, (byte) 0, (byte) 1, (byte) 0, (byte) 1, (byte) 0),
                RawPeer.frame(BLOCK, (byte) 0),
                RawPeer.frame(BLOCK),
                RawPeer.frame(BLOCK, (byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 5, (byte) 6),
                // A part that does not fill its frame though the message goes on.
                RawPeer.frame(BLOCK, (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 7));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void aBrokenFrameEndsTheConnection(byte[] violation) throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());
        try (RawPeer peer = RawPeer.greeted(victim, 2)) {
            peer.provoke(violation);

            assertThat(peer.isClosedByTheOther()).isTrue();
        }
        Await.until("the violation", () -> victim.network.counters().violations() == 1);
        assertThat(victim.received).isEmpty();
        assertThat(victim.news).containsExactly("+" + TestNode.idOf(2), "-" + TestNode.idOf(2));
    }

    @Test
    void nothingCountsAfterAViolationInTheSameRead() throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());
        byte[] good = RawPeer.message(VOTE, (byte) 1);
        byte[] bad = new byte[] {99, 0, 0, 0};
        byte[] all = new byte[good.length + bad.length + good.length];
        System.arraycopy(good, 0, all, 0, good.length);
        System.arraycopy(bad, 0, all, good.length, bad.length);
        System.arraycopy(good, 0, all, good.length + bad.length, good.length);

        try (RawPeer peer = RawPeer.greeted(victim, 2)) {
            peer.provoke(all);
            assertThat(peer.isClosedByTheOther()).isTrue();
        }

        assertThat(victim.received).hasSize(1);
    }

    @Test
    void aNodeOfAnotherNetworkIsRefused() {
        TestNode victim = start(TestNode.quick());
        try (TestNode other = TestNode.startIn(Hash.fromHex("0c".repeat(32)), 2, allowed)) {
            other.call(victim);

            Await.until("two refusals", () -> victim.network.counters().refused() >= 2);
            assertThat(other.news).isEmpty();
        }
        assertThat(victim.news).isEmpty();
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());
        byte[] hello = RawPeer.hello();
        hello[5] = 2;

        try (RawPeer peer = RawPeer.tls(victim.address(), TestNode.key(2), "TLSv1.3")) {
            peer.provoke(hello);
            assertThat(peer.isClosedByTheOther()).isTrue();
        }

        assertThat(victim.news).isEmpty();
    }

    @Test
    void aTrickleThatNeverMakesAFrameIsSilence() throws IOException, GeneralSecurityException {
        Limits usual = TestNode.quick();
        TestNode victim = start(new Limits(
                usual.messages(),
                usual.memory(),
                usual.rates(),
                usual.connections(),
                TestNode.times(5_000, 100, 1_000)));
        try (RawPeer peer = RawPeer.greeted(victim, 2)) {
            long begin = System.nanoTime();
            peer.write(new byte[] {BLOCK, 0, 0x70, 0});
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - begin < Await.PATIENCE.toNanos()) {
                            peer.write((byte) 1);
                            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        victim.awaitPeers();
    }

    @Test
    void aFloodIsSlowedToTheRate() throws IOException, GeneralSecurityException {
        int bytesPerSecond = 1 << 20;
        TestNode victim = start(
                rates(new Limits.Rates(bytesPerSecond, bytesPerSecond, 1_000_000, 1_000_000, Duration.ofSeconds(60))));
        byte[] message = RawPeer.message(GOSSIP, new byte[16_000]);
        int total = 4 << 20;
        try (RawPeer peer = RawPeer.greeted(victim, 2)) {
            long begin = System.nanoTime();
            for (int sent = 0; sent < total; sent += message.length) {
                peer.write(message);
            }
            Await.until("all arrived", () -> victim.received.size() >= total / message.length);

            double seconds = (System.nanoTime() - begin) / 1e9;
            // The first second's worth is the burst; the rest comes at the rate.
            assertThat(seconds).isGreaterThan(2.8);
            assertThat(victim.network.counters().pauses()).isPositive();
            assertThat(victim.network.counters().violations()).isZero();
        }
    }

    @Test
    void whoNeverStopsFloodingIsDisconnected() throws IOException, GeneralSecurityException {
        TestNode victim = start(rates(new Limits.Rates(1 << 20, 1 << 20, 2_000, 2_000, Duration.ofMillis(700))));
        byte[] tiny = RawPeer.message(VOTE, (byte) 1);
        byte[] burst = new byte[tiny.length * 500];
        for (int i = 0; i < 500; i++) {
            System.arraycopy(tiny, 0, burst, i * tiny.length, tiny.length);
        }
        AtomicLong bursts = new AtomicLong();
        try (RawPeer peer = RawPeer.greeted(victim, 2)) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - begin < Await.PATIENCE.toNanos()) {
                            peer.write(burst);
                            bursts.incrementAndGet();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        Await.until("the violation", () -> victim.network.counters().violations() == 1);
        victim.awaitPeers();
    }

    @Test
    void aPeerThatDoesNotReadCostsABoundedQueueAndThenItsConnection() throws IOException, GeneralSecurityException {
        Limits usual = TestNode.quick();
        TestNode victim = start(new Limits(
                usual.messages(),
                usual.memory(),
                usual.rates(),
                usual.connections(),
                TestNode.times(5_000, 100, 3_000)));
        try (RawPeer deaf = RawPeer.greeted(victim, 2)) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                victim.network.send(TestNode.idOf(2), Lane.BLOCKS, block);
            }
            Counters counters = victim.network.counters();
            assertThat(counters.bulkDropped()).isPositive();
            assertThat(counters.queuedBytes())
                    .isLessThanOrEqualTo(usual.memory().queueBytesPerPeerMax());
            assertThat(counters.bufferBytes()).isLessThan(2 << 20);
            byte[] keepalive = RawPeer.frame(2);
            long begin = System.nanoTime();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - begin < Await.PATIENCE.toNanos()) {
                            deaf.write(keepalive);
                            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        victim.awaitPeers();
    }

    @Test
    void randomFramesNeverBreakTheNode() throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            try (RawPeer peer = RawPeer.greeted(victim, 2)) {
                byte[] noise = new byte[1 + random.nextInt(5_000)];
                random.nextBytes(noise);
                noise[0] = (byte) (random.nextInt(24));
                noise[1] = 0;
                peer.provoke(noise);
            }
            victim.awaitPeers();
        }
    }

    @Test
    void aFloodOfKeyUpdatesEndsTheConnectionBeforeItCostsMuch() throws IOException, GeneralSecurityException {
        TestNode victim = start(TestNode.quick());
        AtomicLong updates = new AtomicLong();
        byte[] keepalive = RawPeer.frame(2);
        try (RawPeer peer = RawPeer.greeted(victim, 2)) {
            assertThatThrownBy(() -> {
                        while (updates.incrementAndGet() < 100_000) {
                            peer.updateKeys();
                            peer.write(keepalive);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        Await.until("the violation", () -> victim.network.counters().violations() == 1);
        victim.awaitPeers();
    }

    private static Limits rates(Limits.Rates rates) {
        Limits usual = TestNode.quick();
        return new Limits(usual.messages(), usual.memory(), rates, usual.connections(), usual.times());
    }

    private TestNode start(Limits limits) {
        TestNode node = TestNode.start(1, limits, allowed);
        nodes.add(node);
        return node;
    }
}
