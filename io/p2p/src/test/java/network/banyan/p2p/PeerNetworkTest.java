// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerNetworkTest {
    private final AllowedKeys allowed = TestNode.allowing(1, 2, 3, 4);
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(TestNode::close);
    }

    @Test
    void bothSidesKnowWhereTheOtherIs() {
        AllowedKeys both = TestNode.allowing(1, 2);
        try (TestNode called = TestNode.start(1, TestNode.quick(), both);
                TestNode caller = TestNode.start(2, TestNode.quick(), both)) {
            caller.call(called);
            caller.awaitPeers(called.id);
            called.awaitPeers(caller.id);

            assertThat(caller.network.link(called.id)).contains(new PeerNetwork.Link(called.address(), true));
            PeerNetwork.Link other = called.network.link(caller.id).orElseThrow();
            assertThat(other.isDialled()).isFalse();
            assertThat(other.remote().getAddress().isLoopbackAddress()).isTrue();
            assertThat(called.network.link(TestNode.idOf(3))).isEmpty();
        }
    }

    @Test
    void fourNodesMeshAndEachHearsAllOthers() {
        List<TestNode> four = List.of(start(1), start(2), start(3), start(4));
        four.forEach(node -> node.call(four.toArray(TestNode[]::new)));
        for (TestNode node : four) {
            node.awaitPeers(four.stream()
                    .filter(other -> other != node)
                    .map(other -> other.id)
                    .toArray(NodeId[]::new));
        }

        for (TestNode node : four) {
            assertThat(node.network.broadcast(Lane.CONSENSUS, node.id.toString().getBytes(UTF_8)))
                    .isEqualTo(3);
        }

        for (TestNode node : four) {
            Set<String> heard = Set.of(text(node.next()), text(node.next()), text(node.next()));
            assertThat(heard)
                    .containsExactlyInAnyOrderElementsOf(four.stream()
                            .filter(other -> other != node)
                            .map(other -> other.id.toString())
                            .toList());
        }
        for (TestNode node : four) {
            assertThat(node.network.counters().messagesIn()).isEqualTo(3);
            assertThat(node.network.counters().messagesOut()).isEqualTo(3);
            assertThat(node.network.counters().connected()).isEqualTo(3);
        }
    }

    @Test
    void messagesNameTheirSenderAndLane() {
        TestNode a = start(1);
        TestNode b = start(2);
        connect(a, b);

        a.network.send(b.id, Lane.BLOCKS, new byte[] {7});

        TestNode.Received received = b.next();
        assertThat(received.from()).isEqualTo(a.id);
        assertThat(received.lane()).isEqualTo(Lane.BLOCKS);
        assertThat(received.message()).containsExactly(7);
    }

    @Test
    void messagesOfEverySizeArriveWholeAndInTheOrderOfTheirLane() {
        TestNode a = start(1);
        TestNode b = start(2);
        connect(a, b);
        int part = Frames.PAYLOAD_MAX;
        List<Integer> sizes = List.of(1, part - 5, part - 4, part - 3, 2 * part - 4, 2 * part - 3, 1 << 20, 8 << 20, 2);
        Random random = new Random(1);

        for (int size : sizes) {
            byte[] message = new byte[size];
            random.nextBytes(message);
            // One at a time: together they exceed what may be queued.
            assertThat(a.network.send(b.id, Lane.BLOCKS, message)).isTrue();
            assertThat(b.next().message()).isEqualTo(message);
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(a.network.send(b.id, Lane.CONSENSUS, new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i}))
                    .isTrue();
        }

        for (int i = 0; i < 20_000; i++) {
            assertThat(b.next().message()).containsExactly((byte) (i >> 16), (byte) (i >> 8), (byte) i);
        }
    }

    @Test
    void aVoteOvertakesABlockThatIsOnItsWay() {
        TestNode a = start(1);
        TestNode b = start(2);
        connect(a, b);

        a.network.send(b.id, Lane.BLOCKS, new byte[8 << 20]);
        a.network.send(b.id, Lane.CONSENSUS, new byte[] {1});

        assertThat(b.next().lane()).isEqualTo(Lane.CONSENSUS);
        assertThat(b.next().lane()).isEqualTo(Lane.BLOCKS);
    }

    @Test
    void whenBothDialAtOnceOneConnectionStands() {
        Limits usual = TestNode.quick();
        // Both dial within 5 ms, long before a handshake is through.
        var eager = new Limits.Times(
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofMillis(1),
                Duration.ofMillis(400));
        Limits limits = new Limits(usual.messages(), usual.memory(), usual.rates(), usual.connections(), eager);
        for (int round = 0; round < 10; round++) {
            TestNode a = TestNode.start(1, limits, allowed);
            TestNode b = TestNode.start(2, limits, allowed);
            nodes.addAll(List.of(a, b));
            a.call(b);
            b.call(a);

            a.awaitPeers(b.id);
            b.awaitPeers(a.id);
            for (byte i = 0; i < 100; i++) {
                a.network.send(b.id, Lane.CONSENSUS, new byte[] {i});
                b.network.send(a.id, Lane.CONSENSUS, new byte[] {i});
            }
            for (byte i = 0; i < 100; i++) {
                assertThat(a.next().message()).containsExactly(i);
                assertThat(b.next().message()).containsExactly(i);
            }
            assertThat(a.news).containsExactly("+" + b.id);
            assertThat(b.news).containsExactly("+" + a.id);
            closeAll();
            nodes.clear();
        }
    }

    @Test
    void theSmallerKeyChoosesAndTheLargerFollows() throws IOException, GeneralSecurityException {
        List<Integer> bySize =
                Stream.of(1, 2).sorted(Comparator.comparing(TestNode::idOf)).toList();
        for (int dialler : bySize) {
            int other = 3 - dialler;
            TestNode node = start(dialler);
            TestNode peer = start(other);
            node.call(peer);
            node.awaitPeers(peer.id);
            // A second connection, in the other direction, beside the one that the node dialled itself.
            try (RawPeer second = RawPeer.tls(node.address(), TestNode.key(other), "TLSv1.3")) {
                second.write(RawPeer.hello());
                if (dialler == bySize.getFirst()) {
                    assertThat(second.isClosedByTheOther()).isTrue();
                    assertThat(node.news).containsExactly("+" + peer.id);
                    assertThat(peer.network.peers()).containsExactly(node.id);
                } else {
                    Await.until("the replacement", () -> node.news.size() == 3);
                    assertThat(node.news).containsExactly("+" + peer.id, "-" + peer.id, "+" + peer.id);
                }
            }
            closeAll();
            nodes.clear();
        }
    }

    @Test
    void aNodeThatLostItsConnectionUnnoticedMayDialAgain() throws IOException, GeneralSecurityException {
        Limits usual = TestNode.quick();
        Limits shortHandshake = new Limits(
                usual.messages(),
                usual.memory(),
                usual.rates(),
                usual.connections(),
                TestNode.times(1_500, 100, 60_000));
        List<Integer> bySize =
                Stream.of(1, 2).sorted(Comparator.comparing(TestNode::idOf)).toList();
        TestNode node = TestNode.start(bySize.getFirst(), shortHandshake, allowed);
        TestNode peer = start(bySize.getLast());
        nodes.add(node);
        node.call(peer);
        node.awaitPeers(peer.id);

        // Refused while the first connection is young; then taken, and whoever is replaced is closed, too.
        int attempts = 0;
        while (node.connects.get() < 2 && attempts++ < 1_000) {
            try (RawPeer again = RawPeer.tls(node.address(), TestNode.key(bySize.getLast()), "TLSv1.3")) {
                again.write(RawPeer.hello());
                again.read();
            }
        }

        assertThat(attempts).isGreaterThan(1);
        assertThat(node.news).startsWith("+" + peer.id, "-" + peer.id, "+" + peer.id);
    }

    @Test
    void aNodeThatDialsAgainReplacesItsOldConnection() throws IOException, GeneralSecurityException {
        TestNode node = start(1);
        try (RawPeer old = RawPeer.greeted(node, 2);
                RawPeer fresh = RawPeer.tls(node.address(), TestNode.key(2), "TLSv1.3")) {
            fresh.write(RawPeer.hello());

            assertThat(old.isClosedByTheOther()).isTrue();
            fresh.write(RawPeer.message(16, (byte) 7));
            assertThat(node.next().message()).containsExactly(7);
            assertThat(node.news)
                    .containsExactly("+" + TestNode.idOf(2), "-" + TestNode.idOf(2), "+" + TestNode.idOf(2));
        }
    }

    @Test
    void aNameIsLookedUp() {
        TestNode a = start(1);
        TestNode b = start(2);

        a.network.call(Map.of(
                b.id,
                InetSocketAddress.createUnresolved("localhost", b.address().getPort())));

        a.awaitPeers(b.id);
    }

    @Test
    void anAddressThatDoesNotExistIsTriedAgainAndDoesNoHarm() {
        TestNode a = start(1);
        TestNode b = start(2);
        a.network.call(
                Map.of(b.id, b.address(), TestNode.idOf(3), InetSocketAddress.createUnresolved("nowhere.invalid", 1)));

        a.awaitPeers(b.id);
    }

    @Test
    void aNodeThatReturnsIsFoundAgain() {
        TestNode a = start(1);
        TestNode b = start(2);
        a.call(b);
        b.call(a);
        a.awaitPeers(b.id);

        b.close();
        nodes.remove(b);
        a.awaitPeers();
        assertThat(a.network.send(b.id, Lane.CONSENSUS, new byte[] {1})).isFalse();
        TestNode again = TestNode.startAt(b.address(), 2, TestNode.quick(), allowed);
        nodes.add(again);

        a.awaitPeers(b.id);
        again.awaitPeers(a.id);
        a.network.send(b.id, Lane.CONSENSUS, new byte[] {9});
        assertThat(again.next().message()).containsExactly(9);
        assertThat(a.news).containsExactly("+" + b.id, "-" + b.id, "+" + b.id);
    }

    @Test
    void aKeyThatLeavesTheSetLosesItsConnectionAndMayReturn() {
        TestNode a = start(1);
        AllowedKeys changing = TestNode.allowing(1, 2);
        TestNode b = TestNode.start(2, TestNode.quick(), changing);
        nodes.add(b);
        connect(a, b);

        changing.replace(Set.of());
        b.awaitPeers();
        a.network.send(b.id, Lane.CONSENSUS, new byte[] {1});
        a.awaitPeers();
        assertThat(b.received).isEmpty();

        changing.replace(Set.of(a.id));
        b.awaitPeers(a.id);
    }

    @Test
    void silenceIsFilledWithKeepalives() {
        Limits usual = TestNode.quick();
        Limits shortIdle = new Limits(
                usual.messages(), usual.memory(), usual.rates(), usual.connections(), TestNode.times(2_000, 100, 400));
        TestNode a = TestNode.start(1, shortIdle, allowed);
        TestNode b = TestNode.start(2, shortIdle, allowed);
        nodes.addAll(List.of(a, b));
        connect(a, b);
        long quiet = a.network.counters().bytesIn();

        Await.until("ten keepalives each way", () -> a.network.counters().bytesIn() > quiet + 10 * 26);

        assertThat(a.news).containsExactly("+" + b.id);
        assertThat(b.news).containsExactly("+" + a.id);
    }

    @Test
    void aHandlerThatFailsDoesNotBreakTheConnection() {
        var key = TestNode.key(3);
        var failing = new PeerHandler() {
            @Override
            public void received(NodeId from, Lane lane, byte[] message) {
                throw new IllegalStateException("a bug of the owner, provoked by a test");
            }

            @Override
            public void connected(NodeId peer) {}

            @Override
            public void disconnected(NodeId peer) {}
        };
        var settings = new NetworkSettings(TestNode.anyPort(), TestNode.NETWORK, TestNode.quick(), 3);
        TestNode a = start(1);
        try (PeerNetwork network = PeerNetwork.start(settings, key, Map.of(a.id, a.address()), allowed, failing)) {
            a.awaitPeers(TestNode.idOf(3));
            a.network.send(TestNode.idOf(3), Lane.CONSENSUS, new byte[] {1});
            Await.until("the message", () -> network.counters().messagesIn() == 1);
            network.send(a.id, Lane.CONSENSUS, new byte[] {2});
            assertThat(a.next().message()).containsExactly(2);
        }
    }

    @Test
    void aBroadcastReachesThoseWhoAreMeant() {
        TestNode a = start(1);
        TestNode meant = start(2);
        TestNode other = start(3);
        a.call(meant, other);
        a.awaitPeers(meant.id, other.id);

        assertThat(a.network.broadcast(Lane.GOSSIP, new byte[] {1}, meant.id::equals))
                .isEqualTo(1);
        assertThat(a.network.broadcast(Lane.GOSSIP, new byte[] {2}, other.id::equals))
                .isEqualTo(1);

        assertThat(meant.next().message()).containsExactly(1);
        assertThat(other.next().message()).containsExactly(2);
    }

    @Test
    void whatCannotBeSentIsSaidAtOnce() {
        TestNode a = start(1);

        assertThat(a.network.send(TestNode.idOf(2), Lane.CONSENSUS, new byte[] {1}))
                .isFalse();
        assertThat(a.network.broadcast(Lane.CONSENSUS, new byte[] {1})).isZero();
        assertThatThrownBy(() -> a.network.send(TestNode.idOf(2), Lane.BLOCKS, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.network.broadcast(Lane.CONSENSUS, new byte[(64 << 10) + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void anAddressInUseIsSaidPlainly() {
        TestNode a = start(1);

        assertThatThrownBy(() -> TestNode.startAt(a.address(), 2, TestNode.quick(), allowed))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("cannot listen for peers on");
    }

    @Test
    void closingTwiceIsFine() {
        TestNode a = start(1);
        a.network.close();
        a.network.close();
        assertThat(a.network.send(TestNode.idOf(2), Lane.CONSENSUS, new byte[] {1}))
                .isFalse();
    }

    private TestNode start(int number) {
        TestNode node = TestNode.start(number, TestNode.quick(), allowed);
        nodes.add(node);
        return node;
    }

    private static void connect(TestNode a, TestNode b) {
        (a.id.compareTo(b.id) > 0 ? a : b).call(a, b);
        a.awaitPeers(b.id);
        b.awaitPeers(a.id);
    }

    private static String text(TestNode.Received received) {
        return new String(received.message(), UTF_8);
    }
}
