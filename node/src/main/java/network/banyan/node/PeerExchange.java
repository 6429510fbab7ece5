// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerNetwork.Link;
import network.banyan.peers.AddressBook;
import network.banyan.peers.Endpoint;
import network.banyan.peers.Offence;
import network.banyan.peers.OutboundSlots;
import network.banyan.peers.PeerRecord;
import network.banyan.peers.PeerTalk;
import network.banyan.peers.TokenBucket;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;

/**
 * Talks with peers about peers: tells where this node listens, asks those that it called itself for others, and believes
 * only what is signed, current and in reach (docs/spec/network.md, rules 24 to 29). Single-threaded; times are seconds
 * since 1970.
 */
final class PeerExchange {
    /** A record is signed anew so often, long before it is too old to count. */
    static final long RENEW_SECONDS = 86_400;

    private static final long ASK_SOON_SECONDS = 15;
    private static final long ASK_LATER_SECONDS = 600;
    private static final long ANSWER_SECONDS = 60;
    private static final long ANSWERS_BURST = 3;
    /** One answer in ten seconds, in the token bucket's nanoseconds. */
    private static final long TENTHS = 100_000_000L;

    private final Hash network;
    private final NodeId self;
    private final Function<Long, Optional<PeerRecord>> signer;
    private final Set<Endpoint.Scope> scopes;
    private final AddressBook book;
    private final OutboundSlots slots;
    private final RandomGenerator random;
    private final Ties ties;
    private final Map<NodeId, Talk> talks = new HashMap<>();
    private Optional<PeerRecord> mine = Optional.empty();
    private long askAt;

    /** What the network does for us. */
    interface Ties {
        Optional<Link> link(NodeId peer);

        void send(NodeId peer, byte[] message);

        void charge(NodeId peer, Offence offence);
    }

    private static final class Talk {
        private final TokenBucket answers;
        private long askedAt = Long.MIN_VALUE;

        private Talk(long now) {
            this.answers = new TokenBucket(1, ANSWERS_BURST, now * TENTHS);
        }
    }

    /**
     * @param signer makes this node's record at a time; empty if nobody can call it
     * @param scopes of addresses that this node can reach
     */
    PeerExchange(
            Hash network,
            NodeId self,
            Function<Long, Optional<PeerRecord>> signer,
            Set<Endpoint.Scope> scopes,
            AddressBook book,
            OutboundSlots slots,
            RandomGenerator random,
            Ties ties) {
        this.network = network;
        this.self = self;
        this.signer = signer;
        this.scopes = Set.copyOf(scopes);
        this.book = book;
        this.slots = slots;
        this.random = random;
        this.ties = ties;
    }

    void connected(NodeId peer, long now) {
        Optional<Link> link = ties.link(peer);
        if (link.isEmpty()) {
            return;
        }
        talks.put(peer, new Talk(now));
        mine.ifPresent(record -> ties.send(peer, new PeerTalk.Mine(record).encode()));
        if (link.get().isDialled()) {
            slots.connected(peer.publicKey(), now);
            ask(peer, now);
        }
    }

    void disconnected(NodeId peer, long now) {
        talks.remove(peer);
        slots.disconnected(peer.publicKey(), now);
    }

    void received(NodeId peer, byte[] message, long now) {
        Talk talk = talks.get(peer);
        if (talk == null) {
            return;
        }
        try {
            switch (PeerTalk.decode(message)) {
                case PeerTalk.Mine its -> hear(peer, its.record(), now);
                case PeerTalk.Ask _ -> answer(peer, talk, now);
                case PeerTalk.Known known -> hear(peer, talk, known.records(), now);
            }
        } catch (RlpException malformed) {
            ties.charge(peer, Offence.MALFORMED_MESSAGE);
        }
    }

    /** Renews our record and asks again where that is due. */
    void step(long now) {
        if (mine.isEmpty() || Math.abs(now - mine.get().seconds()) >= RENEW_SECONDS) {
            mine = signer.apply(now);
            mine.ifPresent(record ->
                    talks.keySet().forEach(peer -> ties.send(peer, new PeerTalk.Mine(record).encode())));
        }
        if (now >= askAt || askAt - now > ASK_LATER_SECONDS) {
            askAt = now + (slots.standing() < OutboundSlots.SLOTS ? ASK_SOON_SECONDS : ASK_LATER_SECONDS);
            List<NodeId> dialled = talks.keySet().stream()
                    .filter(peer -> ties.link(peer).filter(Link::isDialled).isPresent())
                    .sorted()
                    .toList();
            if (!dialled.isEmpty()) {
                ask(dialled.get(random.nextInt(dialled.size())), now);
            }
        }
    }

    /** Only those that we chose ourselves are asked: who calls us shall not tell us whom to call. */
    private void ask(NodeId peer, long now) {
        Talk talk = talks.get(peer);
        if (talk != null) {
            talk.askedAt = now;
            ties.send(peer, new PeerTalk.Ask().encode());
        }
    }

    private void answer(NodeId peer, Talk talk, long now) {
        if (talk.answers.tryTake(now * TENTHS)) {
            List<PeerRecord> some = book.sample(random, PeerTalk.RECORDS_MAX, now);
            ties.send(peer, new PeerTalk.Known(some).encode());
        }
    }

    private void hear(NodeId peer, PeerRecord its, long now) {
        if (!its.nodeKey().equals(peer.publicKey())) {
            ties.charge(peer, Offence.FALSEHOOD);
            return;
        }
        take(peer, its, now);
    }

    private void hear(NodeId peer, Talk talk, List<PeerRecord> records, long now) {
        boolean asked = talk.askedAt != Long.MIN_VALUE && now - talk.askedAt <= ANSWER_SECONDS;
        talk.askedAt = Long.MIN_VALUE;
        if (!asked) {
            ties.charge(peer, Offence.BROKEN_RULE);
            return;
        }
        for (PeerRecord record : records) {
            if (!take(peer, record, now)) {
                return;
            }
        }
    }

    /** False if the teller lied. What is merely of no use is left out. */
    private boolean take(NodeId teller, PeerRecord record, long now) {
        boolean useful = !record.nodeKey().equals(self.publicKey())
                && record.isCurrent(now)
                && record.endpoints().stream().allMatch(endpoint -> scopes.contains(endpoint.scope()))
                && book.find(record.nodeKey())
                        .filter(known -> known.sequence() >= record.sequence())
                        .isEmpty();
        if (!useful) {
            return true;
        }
        if (!record.isSignedFor(network)) {
            ties.charge(teller, Offence.FALSEHOOD);
            return false;
        }
        ties.link(teller).ifPresent(link -> book.add(record, group(link), now));
        return true;
    }

    private static Bytes group(Link link) {
        Bytes address = Bytes.wrap(link.remote().getAddress().getAddress());
        return new Endpoint(address, Math.max(1, link.remote().getPort())).group();
    }
}
