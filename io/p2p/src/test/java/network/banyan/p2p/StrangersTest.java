// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.peers.BanBook;
import network.banyan.peers.Offence;
import org.junit.jupiter.api.Test;

/** What nodes that nobody named may do in an open network, and what becomes of those that do more. */
class StrangersTest {
    private static final int BLOCK = 17;
    private static final int GOSSIP = 18;
    private static final byte[] BROKEN_FRAME = {99, 0, 0, 0};

    private final AllowedKeys open = new AllowedKeys(Set.of(TestNode.idOf(1), TestNode.idOf(2)), true);
    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);

    @Test
    void strangersFindTheRoomThereIsAndTheNamedAlwaysFit() throws IOException, GeneralSecurityException {
        try (TestNode node = start(List.of(), roomFor(2));
                RawPeer first = RawPeer.tls(node.address(), TestNode.key(4), "TLSv1.3");
                RawPeer second = RawPeer.tls(node.address(), TestNode.key(5), "TLSv1.3")) {
            first.write(RawPeer.hello());
            second.write(RawPeer.hello());
            node.awaitPeers(TestNode.idOf(4), TestNode.idOf(5));

            try (RawPeer third = RawPeer.tls(node.address(), TestNode.key(6), "TLSv1.3")) {
                third.provoke(RawPeer.hello());
                assertThat(third.isClosedByTheOther()).isTrue();
            }
            try (RawPeer named = RawPeer.tls(node.address(), TestNode.key(2), "TLSv1.3")) {
                named.write(RawPeer.hello());
                node.awaitPeers(TestNode.idOf(2), TestNode.idOf(4), TestNode.idOf(5));
            }
            node.awaitPeers(TestNode.idOf(4), TestNode.idOf(5));
            try (RawPeer again = RawPeer.tls(node.address(), TestNode.key(4), "TLSv1.3")) {
                again.write(RawPeer.hello());
                Await.until("a stranger that calls again takes its own place", () -> node.connects.get() == 4);
            }
        }
    }

    @Test
    void whoBreaksRulesIsBannedAlsoAfterARestartAndForgivenInTheEnd() throws IOException, GeneralSecurityException {
        List<BanBook.Ban> bans;
        try (TestNode node = start(List.of(), TestNode.quick())) {
            for (int violation = 1; violation <= 3; violation++) {
                violate(node, 9);
            }
            assertRefused(node, 9);
            assertWelcome(node, 8);
            bans = node.conduct.bans();
        }
        assertThat(bans).hasSize(1);

        try (TestNode node = start(bans, TestNode.quick())) {
            assertRefused(node, 9);
            clock.addAndGet(Duration.ofMinutes(10).toMillis());
            assertWelcome(node, 9);
        }
    }

    @Test
    void whoIsNamedLosesItsConnectionButIsNotBanned() throws IOException, GeneralSecurityException {
        try (TestNode node = start(List.of(), TestNode.quick())) {
            for (int violation = 1; violation <= 5; violation++) {
                violate(node, 2);
            }
            assertWelcome(node, 2);
            assertThat(node.conduct.bans()).isEmpty();
        }
    }

    @Test
    void whoLiesToTheOwnerIsThrownOut() throws IOException, GeneralSecurityException {
        try (TestNode node = start(List.of(), TestNode.quick());
                RawPeer liar = RawPeer.greeted(node, 9)) {
            node.network.charge(TestNode.idOf(9), Offence.FALSEHOOD);

            assertThat(liar.isClosedByTheOther()).isTrue();
            assertRefused(node, 9);
        }
    }

    @Test
    void aFloodOnOneLaneIsSlowedToThatLanesRate() throws IOException, GeneralSecurityException {
        Limits usual = TestNode.quick();
        var plenty = new Limits.LaneRates(1L << 30, 1L << 20);
        var lanes = new Limits.Lanes(plenty, plenty, new Limits.LaneRates(1 << 20, 1 << 20), plenty);
        var limits =
                new Limits(usual.messages(), usual.memory(), usual.rates(), lanes, usual.connections(), usual.times());
        byte[] gossip = RawPeer.message(GOSSIP, new byte[16_000]);
        byte[] block = RawPeer.message(BLOCK, new byte[16_000]);
        int messages = (7 << 19) / 16_000;
        try (TestNode node = start(List.of(), limits);
                RawPeer peer = RawPeer.greeted(node, 9)) {
            for (int i = 0; i < messages; i++) {
                peer.write(block);
            }
            Await.until("the blocks", () -> node.received.size() == messages);
            assertThat(node.network.counters().pauses()).isZero();

            long begin = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                peer.write(gossip);
            }
            Await.until("the gossip", () -> node.received.size() == 2 * messages);
            // Two seconds' worth is the burst, the other one and a half come at the rate.
            assertThat((System.nanoTime() - begin) / 1e9).isGreaterThan(1.3);
            assertThat(node.network.counters().pauses()).isPositive();
        }
    }

    @Test
    void aCrowdThatNeverFinishesItsMessagesCostsBoundedMemory() throws IOException, GeneralSecurityException {
        int crowd = 12;
        byte[] part = new byte[Frames.PAYLOAD_MAX];
        part[1] = 0x7f; // Announces 8 MiB less a little.
        List<RawPeer> peers = new ArrayList<>();
        try (TestNode node = start(List.of(), TestNode.quick())) {
            for (int i = 0; i < crowd; i++) {
                RawPeer peer = RawPeer.tls(node.address(), TestNode.key(10 + i), "TLSv1.3");
                peers.add(peer);
                peer.write(RawPeer.hello());
            }
            Await.until("the crowd", () -> node.network.counters().connected() == crowd);
            for (RawPeer peer : peers) {
                peer.write(RawPeer.frame(BLOCK, part));
                part[1] = 0;
                for (int i = 0; i < 63; i++) {
                    peer.write(RawPeer.frame(BLOCK, part));
                }
                part[1] = 0x7f;
                // And half a frame at the end.
                peer.write((byte) BLOCK, (byte) 0, (byte) 0x80, (byte) 0, (byte) 1);
            }
            // Two MiB each came, in buffers of up to four; only so many fit the budget, and the oldest had to go.
            Await.until("messages abandoned", () -> node.network.counters().receiveDropped() > 0);
            assertThat(node.network.counters().bufferBytes()).isLessThan(crowd * (256L << 10));
            assertThat(node.received).isEmpty();
            for (RawPeer peer : peers) {
                peer.close();
            }
            node.awaitPeers();
        }
    }

    private TestNode start(List<BanBook.Ban> bans, Limits limits) {
        return TestNode.start(1, limits, open, new Conduct(bans, clock::get));
    }

    private static Limits roomFor(int strangers) {
        Limits usual = TestNode.quick();
        return new Limits(
                usual.messages(),
                usual.memory(),
                usual.rates(),
                new Limits.Connections(64, 32, 8, 1_000, strangers, 4),
                usual.times());
    }

    private static void violate(TestNode node, int number) throws IOException, GeneralSecurityException {
        long before = node.network.counters().violations();
        try (RawPeer peer = RawPeer.greeted(node, number)) {
            peer.provoke(BROKEN_FRAME);
            assertThat(peer.isClosedByTheOther()).isTrue();
        }
        Await.until("the violation", () -> node.network.counters().violations() == before + 1);
        node.awaitPeers();
    }

    private static void assertRefused(TestNode node, int number) throws IOException, GeneralSecurityException {
        try (RawPeer peer = RawPeer.tls(node.address(), TestNode.key(number), "TLSv1.3")) {
            assertThatThrownBy(peer::read).hasMessageContaining("certificate_unknown");
        }
    }

    private static void assertWelcome(TestNode node, int number) throws IOException, GeneralSecurityException {
        RawPeer.greeted(node, number).close();
        node.awaitPeers();
    }
}
