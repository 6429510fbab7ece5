// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.consensus.Message;
import network.banyan.consensus.MessageCodec;
import network.banyan.crypto.Ed25519;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.p2p.AllowedKeys;
import network.banyan.p2p.Lane;
import network.banyan.p2p.Limits;
import network.banyan.p2p.NetworkSettings;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerHandler;
import network.banyan.p2p.PeerNetwork;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.replica.ChainState;
import network.banyan.replica.PeerMessage;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;

/**
 * A peer that only listens: every validator calls it and tells it what it tells everybody. It keeps each vote and finds
 * whoever says two different things about one view: two subjects under one (epoch, view, type), or NULLIFY and FINALIZE.
 * It outlives the validators, so a vote before a kill and one after it meet here.
 */
final class VoteWatch implements PeerHandler, AutoCloseable {
    private final Committee committee;
    private final NodeId self;
    private final AllowedKeys allowed;
    private final Map<NodeId, Integer> twins = new ConcurrentHashMap<>();
    private final PeerNetwork network;
    private final Map<Key, VoteSubject> votes = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private final Map<Integer, Long> heardOf = new HashMap<>();
    private long heard;

    private record Key(int seat, long epoch, long view, VoteType type) {}

    private VoteWatch(Committee committee, Ed25519.KeyPair key, Hash chain) {
        this.committee = committee;
        this.self = new NodeId(key.publicKey());
        Set<NodeId> validators = new HashSet<>();
        committee.members().forEach(member -> validators.add(new NodeId(member.nodeKey())));
        var listen = new InetSocketAddress("127.0.0.1", FreePort.any());
        this.allowed = new AllowedKeys(validators);
        this.network = PeerNetwork.start(
                new NetworkSettings(listen, chain, Limits.defaults(), 1), key, Map.of(), allowed, this);
    }

    /** Listens to a further node that votes from a seat which has one already. */
    void hearTwin(NodeId twin, int seat) {
        twins.put(twin, seat);
        Set<NodeId> all = new HashSet<>(twins.keySet());
        committee.members().forEach(member -> all.add(new NodeId(member.nodeKey())));
        allowed.replace(all);
    }

    private OptionalInt seatOf(NodeId node) {
        Integer seat = twins.get(node);
        return seat == null ? committee.seatOfNode(node.publicKey()) : OptionalInt.of(seat);
    }

    /** @param scratch an empty folder, for the genesis block's hash is the hash of a state */
    static VoteWatch start(Genesis genesis, Path scratch) {
        Committee committee = Committee.of(0, genesis.committee());
        Hash chain;
        try (NodeStorage store = NodeStorage.open(scratch, 16)) {
            chain = ChainState.open(genesis, committee, store.chain(), StateChain.Limits.DEFAULT)
                    .genesisHash();
        }
        return new VoteWatch(committee, Ed25519.KeyPair.fromSeed(Hash.ZERO.toBytes()), chain);
    }

    /** Itself, as {@code p2p.peers} names a peer. */
    String peer() {
        return "%s@127.0.0.1:%d"
                .formatted(
                        self.publicKey().toHex().substring(2), network.address().getPort());
    }

    @Override
    public void received(NodeId from, Lane lane, byte[] message) {
        OptionalInt seat = seatOf(from);
        if (lane == Lane.GOSSIP || lane == Lane.PEERS || seat.isEmpty()) {
            return;
        }
        try {
            switch (PeerMessage.decode(message)) {
                case PeerMessage.Consensus consensus ->
                    hear(seat.getAsInt(), decode(consensus.payload().toArray()));
                case PeerMessage.Proposal proposal ->
                    hear(seat.getAsInt(), decode(proposal.payload().toArray()));
                default -> {}
            }
        } catch (RlpException broken) {
            synchronized (this) {
                malformed.add("seat %d: %s".formatted(seat.getAsInt(), broken.getMessage()));
            }
        }
    }

    private static Message decode(byte[] payload) {
        return MessageCodec.decode(payload);
    }

    private void hear(int seat, Message message) {
        switch (message) {
            case Message.Vote vote -> keep(seat, vote.vote().subject());
            case Message.Proposal proposal -> keep(seat, proposal.block().notarize());
            case Message.Certificates _, Message.CertificateRequest _ -> {}
        }
    }

    private synchronized void keep(int seat, VoteSubject subject) {
        heard++;
        heardOf.merge(seat, 1L, Long::sum);
        VoteSubject before = votes.putIfAbsent(new Key(seat, subject.epoch(), subject.view(), subject.type()), subject);
        if (before != null && !before.equals(subject)) {
            contradictions.add("seat %d said %s and %s".formatted(seat, before, subject));
        }
        VoteType excluded = subject.type() == VoteType.NULLIFY ? VoteType.FINALIZE : VoteType.NULLIFY;
        if (subject.type() != VoteType.NOTARIZE
                && votes.containsKey(new Key(seat, subject.epoch(), subject.view(), excluded))) {
            contradictions.add("seat %d said %s, but also %s".formatted(seat, subject, excluded));
        }
    }

    synchronized List<String> contradictions() {
        return List.copyOf(contradictions);
    }

    synchronized List<String> malformed() {
        return List.copyOf(malformed);
    }

    /** Votes heard, repetitions included. */
    synchronized long heard() {
        return heard;
    }

    /** Votes heard from one seat, repetitions included. */
    synchronized long heardFrom(int seat) {
        return heardOf.getOrDefault(seat, 0L);
    }

    /** How many different votes. */
    synchronized int distinct() {
        return votes.size();
    }

    @Override
    public void connected(NodeId peer) {}

    @Override
    public void disconnected(NodeId peer) {}

    @Override
    public void close() {
        network.close();
    }
}
