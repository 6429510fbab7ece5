// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import network.banyan.crypto.Ed25519;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerNetwork.Link;
import network.banyan.peers.AddressBook;
import network.banyan.peers.Endpoint;
import network.banyan.peers.Endpoint.Scope;
import network.banyan.peers.Offence;
import network.banyan.peers.OutboundSlots;
import network.banyan.peers.PeerRecord;
import network.banyan.peers.PeerTalk;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class PeerExchangeTest {
    private static final Hash NETWORK = Hash.fromHex("0b".repeat(32));
    private static final long NOW = 1_800_000_000L;
    private static final Ed25519.KeyPair SELF = key(1);
    private static final NodeId CALLED = id(2);
    private static final NodeId CALLER = id(3);

    private final Map<NodeId, Link> links = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private final List<String> charged = new ArrayList<>();
    private final AddressBook book = new AddressBook(Hash.ZERO);
    private final OutboundSlots slots = new OutboundSlots(book, new SplittableRandom(1));
    private final PeerExchange exchange = new PeerExchange(
            NETWORK,
            new NodeId(SELF.publicKey()),
            now -> Optional.of(PeerRecord.sign(SELF, NETWORK, List.of(at(1)), now, now)),
            Set.of(Scope.PUBLIC),
            book,
            slots,
            new SplittableRandom(2),
            new PeerExchange.Ties() {
                @Override
                public Optional<Link> link(NodeId peer) {
                    return Optional.ofNullable(links.get(peer));
                }

                @Override
                public void send(NodeId peer, byte[] message) {
                    said.add(peer + " " + PeerTalk.decode(message).getClass().getSimpleName());
                }

                @Override
                public void charge(NodeId peer, Offence offence) {
                    charged.add(peer + " " + offence);
                }
            });

    @Test
    void whoWeCalledIsAskedAndWhoCalledUsIsOnlyTold() {
        exchange.step(NOW);
        connect(CALLED, true);
        connect(CALLER, false);

        assertThat(said).containsExactly(CALLED + " Mine", CALLED + " Ask", CALLER + " Mine");
    }

    @Test
    void anAnswerFillsTheBook() {
        connect(CALLED, true);
        say(CALLED, known(record(7, at(7)), record(8, at(8))));

        assertThat(book.size()).isEqualTo(2);
        assertThat(charged).isEmpty();
    }

    @Test
    void whatNobodyAskedForIsRefused() {
        connect(CALLER, false);
        say(CALLER, known(record(7, at(7))));
        connect(CALLED, true);
        say(CALLED, known());
        say(CALLED, known(record(7, at(7))));

        assertThat(book.size()).isZero();
        assertThat(charged).containsExactly(CALLER + " BROKEN_RULE", CALLED + " BROKEN_RULE");
    }

    @Test
    void anAnswerThatComesTooLateCountsAsUnasked() {
        connect(CALLED, true);
        exchange.received(CALLED, known(record(7, at(7))).encode(), NOW + 61);

        assertThat(book.size()).isZero();
    }

    @Test
    void whoPassesOnAForgeryLies() {
        PeerRecord honest = record(7, at(7));
        PeerRecord forged = new PeerRecord(
                honest.nodeKey(), List.of(at(9)), honest.sequence(), honest.seconds(), honest.signature());
        connect(CALLED, true);
        say(CALLED, known(forged, record(8, at(8))));

        assertThat(charged).containsExactly(CALLED + " FALSEHOOD");
        assertThat(book.size()).isZero();
    }

    @Test
    void aRecordOfAnotherNetworkIsAForgery() {
        connect(CALLED, true);
        say(CALLED, known(PeerRecord.sign(key(7), Hash.ZERO, List.of(at(7)), 1, NOW)));

        assertThat(charged).containsExactly(CALLED + " FALSEHOOD");
    }

    @Test
    void nobodySpeaksAsAnother() {
        connect(CALLER, false);
        say(CALLER, new PeerTalk.Mine(record(7, at(7))));

        assertThat(charged).containsExactly(CALLER + " FALSEHOOD");
        assertThat(book.size()).isZero();
    }

    @Test
    void addressesOutOfReachAndOldRecordsAreLeftOut() {
        connect(CALLED, true);
        say(
                CALLED,
                known(
                        record(7, new Endpoint(Bytes.fromHex("7f000001"), 80)),
                        record(8, new Endpoint(Bytes.fromHex("0a000001"), 80)),
                        PeerRecord.sign(key(9), NETWORK, List.of(at(9)), 1, NOW - PeerRecord.AGE_SECONDS_MAX - 1),
                        PeerRecord.sign(SELF, NETWORK, List.of(at(5)), NOW + 9, NOW)));

        assertThat(charged).isEmpty();
        assertThat(book.size()).isZero();
    }

    @Test
    void answersAreRare() {
        connect(CALLER, false);
        for (int i = 0; i < 10; i++) {
            say(CALLER, new PeerTalk.Ask());
        }
        assertThat(said).hasSize(3);
        exchange.received(CALLER, new PeerTalk.Ask().encode(), NOW + 10);
        assertThat(said).hasSize(4);
    }

    @Test
    void nonsenseIsCharged() {
        connect(CALLER, false);
        exchange.received(CALLER, new byte[] {77}, NOW);
        exchange.received(id(9), new byte[] {77}, NOW);

        assertThat(charged).containsExactly(CALLER + " MALFORMED_MESSAGE");
    }

    @Test
    void ourRecordIsRenewedEveryDayAndOthersAreAskedAgain() {
        exchange.step(NOW);
        connect(CALLED, true);
        said.clear();
        exchange.step(NOW + 1);
        assertThat(said).isEmpty();
        exchange.step(NOW + 15);
        assertThat(said).containsExactly(CALLED + " Ask");
        said.clear();
        exchange.step(NOW + PeerExchange.RENEW_SECONDS);
        assertThat(said).containsExactly(CALLED + " Mine", CALLED + " Ask");
    }

    private void connect(NodeId peer, boolean dialled) {
        links.put(peer, new Link(new InetSocketAddress("192.0.2.9", 4_000), dialled));
        exchange.connected(peer, NOW);
    }

    private void say(NodeId peer, PeerTalk talk) {
        exchange.received(peer, talk.encode(), NOW);
    }

    private static PeerTalk.Known known(PeerRecord... records) {
        return new PeerTalk.Known(List.of(records));
    }

    private static PeerRecord record(int number, Endpoint endpoint) {
        return PeerRecord.sign(key(number), NETWORK, List.of(endpoint), 1, NOW);
    }

    private static Endpoint at(int host) {
        return new Endpoint(Bytes.wrap(new byte[] {(byte) 198, 51, 100, (byte) host}), 30_700);
    }

    private static Ed25519.KeyPair key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return Ed25519.KeyPair.fromSeed(Bytes.wrap(seed));
    }

    private static NodeId id(int number) {
        return new NodeId(key(number).publicKey());
    }
}
