// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import network.banyan.crypto.Ed25519;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.p2p.AllowedKeys;
import network.banyan.p2p.Conduct;
import network.banyan.p2p.Lane;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerNetwork;
import network.banyan.peers.Offence;
import network.banyan.peers.OutboundSlots;
import network.banyan.peers.PeerRecord;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Whom this node is connected with: it names who has a place of their own, finds others, calls them, and remembers them over
 * restarts. A thread of its own does all but the naming, for signatures and disks take time.
 */
final class Neighbours implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final long ROUND_MILLIS = 500;
    private static final long KEEP_SECONDS = 30;
    /** Owners move their nodes rarely, and a look costs a few calls of contracts. */
    private static final long LOOK_SECONDS = 15;

    private static final int NEWS_MAX = 1_024;

    private final NodeConfig config;
    private final NodeId self;
    private final Ed25519.KeyPair key;
    private final Map<NodeId, InetSocketAddress> configured = new HashMap<>();
    private final Map<NodeId, InetSocketAddress> bootnodes = new HashMap<>();
    private final AllowedKeys allowed;
    private final PeerFolder folder;
    private final BanFile banFile;
    private final Conduct conduct;
    private volatile List<Member> candidates = List.of();
    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(NEWS_MAX);
    private Optional<Thread> thread = Optional.empty();
    private volatile boolean closing;

    private sealed interface News {
        record Connected(NodeId peer) implements News {}

        record Disconnected(NodeId peer) implements News {}

        record Said(NodeId peer, Bytes message) implements News {}
    }

    /** Does nothing by itself before {@link #start}. */
    Neighbours(NodeConfig config, Ed25519.KeyPair key) {
        this.config = config;
        this.key = key;
        this.self = new NodeId(key.publicKey());
        config.peers().forEach(peer -> configured.put(new NodeId(peer.nodeKey()), peer.address()));
        config.discovery().bootnodes().forEach(peer -> bootnodes.put(new NodeId(peer.nodeKey()), peer.address()));
        configured.remove(self);
        bootnodes.keySet().removeAll(configured.keySet());
        bootnodes.remove(self);
        this.allowed = new AllowedKeys(configured.keySet(), config.discovery().open());
        this.folder = new PeerFolder(config.data());
        this.banFile = new BanFile(folder);
        this.conduct = new Conduct(banFile.bans(), System::currentTimeMillis);
    }

    AllowedKeys allowed() {
        return allowed;
    }

    Conduct conduct() {
        return conduct;
    }

    /** Whom to call from the first moment on. */
    Map<NodeId, InetSocketAddress> firstCalls() {
        Map<NodeId, InetSocketAddress> calls = new HashMap<>(configured);
        calls.putAll(bootnodes);
        return calls;
    }

    /** What the chain says of where candidates listen. May take as long as reading contracts takes. */
    interface Directory {
        Map<NodeId, InetSocketAddress> endpointsOf(List<Member> candidates);
    }

    void start(PeerNetwork network, Hash genesis, Directory directory) {
        Reach reach = Reach.of(config, network.address());
        Round round = new Round(network, genesis, reach, directory);
        Thread started = Thread.ofPlatform()
                .name("peers-" + config.name())
                .daemon()
                .unstarted(() -> {
                    MDC.put("node", config.name());
                    run(round);
                });
        thread = Optional.of(started);
        started.start();
    }

    /** Who sits and who may sit next has a place of its own, like those that the configuration names. */
    void seat(Set<NodeId> validators, List<Member> nominees) {
        candidates = List.copyOf(nominees);
        Set<NodeId> named = new HashSet<>(configured.keySet());
        named.addAll(validators);
        nominees.forEach(candidate -> named.add(new NodeId(candidate.nodeKey())));
        named.remove(self);
        allowed.replace(named);
    }

    /** A committee but for this node. */
    Set<NodeId> others(Committee committee) {
        Set<NodeId> others = new HashSet<>();
        committee.members().forEach(member -> others.add(new NodeId(member.nodeKey())));
        others.remove(self);
        return Set.copyOf(others);
    }

    /** May be called by the network's thread; when too much comes at once, something is missed and comes again. */
    void connected(NodeId peer) {
        var _ = news.offer(new News.Connected(peer));
    }

    void disconnected(NodeId peer) {
        var _ = news.offer(new News.Disconnected(peer));
    }

    void received(NodeId peer, byte[] message) {
        var _ = news.offer(new News.Said(peer, Bytes.wrap(message)));
    }

    private void run(Round round) {
        long nextRound = System.nanoTime();
        while (!closing) {
            try {
                long wait = nextRound - System.nanoTime();
                News next = wait > 0 ? news.poll(wait, TimeUnit.NANOSECONDS) : null;
                if (next != null) {
                    round.hear(next);
                } else {
                    nextRound = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);
                    round.go();
                }
            } catch (InterruptedException interrupted) {
                break;
            } catch (RuntimeException bug) {
                LOG.error("looking after the peers failed", bug);
            }
        }
        // A file is not written by an interrupted thread.
        var _ = Thread.interrupted();
        round.keep();
    }

    /** What the thread owns. */
    private final class Round implements PeerExchange.Ties {
        private final PeerNetwork network;
        private final AddressFile file;
        private final OutboundSlots slots;
        private final PeerExchange exchange;
        private final Reach reach;
        private final Directory directory;
        private Map<NodeId, InetSocketAddress> fellows = Map.of();
        private long lookAt;
        private long keepAt;

        Round(PeerNetwork network, Hash genesis, Reach reach, Directory directory) {
            this.network = network;
            this.reach = reach;
            this.directory = directory;
            SecureRandom random = new SecureRandom();
            this.file = new AddressFile(folder, genesis, now());
            this.slots = new OutboundSlots(file.book(), random);
            this.exchange = new PeerExchange(
                    genesis,
                    self,
                    seconds -> reach.endpoints().isEmpty()
                            ? Optional.empty()
                            : Optional.of(PeerRecord.sign(key, genesis, reach.endpoints(), seconds, seconds)),
                    reach.scopes(),
                    file.book(),
                    slots,
                    random,
                    this);
            slots.begin(file.anchors(), now());
            // So that the first peers hear of us at once.
            exchange.step(now());
            if (reach.endpoints().isEmpty()) {
                LOG.info(
                        "this node calls others and tells nobody where it listens; p2p.advertise names where it can be called");
            }
        }

        private static long now() {
            return System.currentTimeMillis() / 1_000;
        }

        void hear(News one) {
            switch (one) {
                case News.Connected(NodeId peer) -> exchange.connected(peer, now());
                case News.Disconnected(NodeId peer) -> exchange.disconnected(peer, now());
                case News.Said(NodeId peer, Bytes message) -> exchange.received(peer, message.unsafeArray(), now());
            }
        }

        void go() {
            long now = now();
            exchange.step(now);
            if (now >= lookAt || lookAt - now > LOOK_SECONDS) {
                lookAt = now + LOOK_SECONDS;
                fellows = fellows();
            }
            Map<NodeId, InetSocketAddress> calls = new HashMap<>(fellows);
            calls.putAll(configured);
            Set<NodeId> otherwise = Set.copyOf(calls.keySet());
            if (config.discovery().open()) {
                slots.step(node -> isBusy(new NodeId(node), otherwise), now);
                slots.calls()
                        .forEach(record -> calls.put(new NodeId(record.nodeKey()), Reach.socket(record.endpoint())));
            }
            callBootnodes(calls);
            network.call(calls);
            if (now >= keepAt || keepAt - now > KEEP_SECONDS) {
                keepAt = now + KEEP_SECONDS;
                keep();
            }
        }

        /** Who may sit calls all others that may, where the chain says; everyone else finds its own way. */
        private Map<NodeId, InetSocketAddress> fellows() {
            List<Member> all = candidates;
            if (all.stream().noneMatch(member -> member.nodeKey().equals(self.publicKey()))) {
                return Map.of();
            }
            Map<NodeId, InetSocketAddress> found = new HashMap<>(directory.endpointsOf(all));
            found.remove(self);
            found.values().removeIf(address -> !reach.mayCall(address));
            return found;
        }

        private boolean isBusy(NodeId node, Set<NodeId> otherwise) {
            boolean ours = slots.holds(node.publicKey());
            return node.equals(self)
                    || otherwise.contains(node)
                    || !network.mayConnect(node)
                    || network.link(node)
                            .filter(link -> !(ours && link.isDialled()))
                            .isPresent();
        }

        /** They help who knows nobody; once half of the slots stand, their places are for others. */
        private void callBootnodes(Map<NodeId, InetSocketAddress> calls) {
            boolean needed = slots.standing() < OutboundSlots.SLOTS / 2;
            bootnodes.forEach((node, address) -> {
                if (needed) {
                    calls.putIfAbsent(node, address);
                } else if (!calls.containsKey(node)
                        && network.link(node)
                                .filter(PeerNetwork.Link::isDialled)
                                .isPresent()) {
                    network.hangUp(node);
                }
            });
        }

        void keep() {
            banFile.keep(conduct.bans());
            file.keep(slots.anchors());
        }

        @Override
        public Optional<PeerNetwork.Link> link(NodeId peer) {
            return network.link(peer);
        }

        @Override
        public void send(NodeId peer, byte[] message) {
            var _ = network.send(peer, Lane.PEERS, message);
        }

        @Override
        public void charge(NodeId peer, Offence offence) {
            network.charge(peer, offence);
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.ifPresent(running -> {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(2));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
