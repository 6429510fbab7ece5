// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import network.banyan.crypto.Ed25519;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.node.signer.CountedKey;
import network.banyan.node.tracing.Traces;
import network.banyan.p2p.Lane;
import network.banyan.p2p.Limits;
import network.banyan.p2p.NetworkException;
import network.banyan.p2p.NetworkSettings;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerHandler;
import network.banyan.p2p.PeerNetwork;
import network.banyan.peers.Offence;
import network.banyan.primitives.Bytes;
import network.banyan.replica.Admission;
import network.banyan.replica.ChainState;
import network.banyan.replica.Effect;
import network.banyan.replica.Input;
import network.banyan.replica.Membership;
import network.banyan.replica.PeerMessage;
import network.banyan.replica.Replica;
import network.banyan.replica.Snapshots;
import network.banyan.replica.Stages;
import network.banyan.replica.StoredChainView;
import network.banyan.replica.TransactionPool;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;
import network.banyan.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One running node: a replica, its store, its peers and its interface, wired together. */
public final class Node implements RunningNode {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Trie nodes are the larger part of a node's heap; four nodes must fit one small JVM. */
    private static final StateChain.Limits STATE_LIMITS = new StateChain.Limits(100_000, 256, 16L << 20, 1 << 16);

    /** A view without a leader takes some of the genesis' view timeouts; so many of them in a row are no accident. */
    private static final long STALL_VIEW_TIMEOUTS = 10;

    private static final long POOL_JOURNAL_BYTES = 64L << 20;

    private static final Duration STALL_LEAST = Duration.ofSeconds(3);

    private final NodeConfig config;
    private final NodeStorage store;
    private final Optional<ContractCompiler> compiler;
    private final ChainState chain;
    private final StoredChainView view;
    private final ReplicaThread replica;
    private final Senders senders;
    private final Inbox inbox;
    private final Gossip gossip;
    private final PoolJournal journal;
    private final PoolKeeper poolKeeper;
    private final PeerNetwork network;
    private final NodeInterface face;
    private final StallWatch stallWatch;
    private final Figures figures = new Figures(System.nanoTime());
    private final Snapshots snapshots;
    private final TransactionPool pool = new TransactionPool(TransactionPool.Limits.DEFAULT);
    private final PeerHeights peerHeights = new PeerHeights();
    private final Neighbours neighbours;
    private final AskBudget blockBudget = AskBudget.forBlocks();
    private final AskBudget transactionBudget = AskBudget.forTransactions();
    private final Neighbours.Directory directory;
    private final NodeMetrics metrics = new NodeMetrics();
    private final Optional<Traces> traces;
    private final SkippedViews skippedViews = new SkippedViews();
    private final Optional<CountedKey> votingKey;
    private final Optional<NodeIdentity.Delegate> delegate;
    private final Optional<Informer> informer;
    private final Optional<CheckpointWitness> witness;
    private volatile Set<NodeId> otherValidators = Set.of();
    private volatile OptionalInt seat = OptionalInt.empty();
    private final AtomicLong bestKnownHeight = new AtomicLong();
    private final Consumer<Throwable> onFailure;
    private volatile boolean failed;
    private boolean closed;

    /**
     * Starts a node.
     *
     * @param onFailure told, from a thread of the node, when it can no longer go on
     * @throws UserError if the data, the genesis, the keys or the ports do not allow it
     */
    public static Node start(NodeConfig config, Genesis genesis, NodeIdentity identity, Consumer<Throwable> onFailure) {
        return new Node(config, genesis, identity, onFailure);
    }

    private Node(NodeConfig config, Genesis genesis, NodeIdentity identity, Consumer<Throwable> onFailure) {
        MDC.put("node", config.name());
        this.config = config;
        this.onFailure = onFailure;
        this.votingKey = identity.delegate().map(each -> new CountedKey(each.voting()));
        this.delegate = votingKey.flatMap(
                key -> identity.delegate().map(each -> new NodeIdentity.Delegate(key, each.operatorKey())));
        Committee committee = Committee.of(0, genesis.committee());
        Ed25519.KeyPair nodeKey = Ed25519.KeyPair.fromSeed(identity.nodeSeed());
        this.neighbours = new Neighbours(config, nodeKey);
        this.otherValidators = neighbours.others(committee);
        neighbours.seat(otherValidators, List.of());
        this.store = open(config);
        store.timeSyncs(metrics::synced);
        try (var undo = new Undo()) {
            undo.add(store);
            undo.add(neighbours);
            undo.add(metrics);
            this.traces =
                    config.traces().map(settings -> undo.add(new Traces(settings, Banyan.VERSION, config.name())));
            boolean empty = store.chain().height() < 0;
            this.compiler = config.compilesContracts()
                    ? Optional.of(undo.add(new ContractCompiler(config.name())))
                    : Optional.empty();
            this.chain = openChain(genesis, committee, store);
            Admission admission = new Admission(chain, pool);
            this.journal = undo.add(new PoolJournal(
                    config.data().toAbsolutePath().resolveSibling(config.data().getFileName() + "-pool"),
                    POOL_JOURNAL_BYTES));
            Membership membership = delegate.<Membership>map(delegate -> new ValidatorKeys(
                            delegate.voting(),
                            genesis.chainId(),
                            new VoteMemory(config.keys()),
                            empty,
                            this::tipMillis))
                    .orElseGet(() -> new Follower(genesis.chainId()));
            this.replica =
                    undo.add(new ReplicaThread(config.name(), new Replica(chain, membership, admission), new Outbox()));
            this.gossip = undo.add(new Gossip(config.name(), pool::find, new Listeners()));
            this.view = new StoredChainView(chain, admission, new Ties());
            this.snapshots = undo.add(new Snapshots(config.snapshots().toMillis()));
            this.directory = delegate.<Neighbours.Directory>map(
                            delegate -> new DelegateEndpoints(account(delegate))::of)
                    .orElse(_ -> Map.of());
            this.informer = delegate.map(delegate -> new Informer(config.name(), account(delegate)));
            this.witness = delegate.map(
                    delegate -> new CheckpointWitness(config.name(), account(delegate), delegate.voting()));
            this.senders =
                    undo.add(new Senders(config.name(), Runtime.getRuntime().availableProcessors()));
            this.inbox = undo.add(new Inbox(config.name(), pool, new Incoming(admission), senders, figures.stages()));
            this.network = undo.add(connect(nodeKey));
            this.poolKeeper =
                    undo.add(new PoolKeeper(config.name(), journal, pool, () -> revive(admission), gossip::spread));
            compiler.ifPresent(metrics.gauges()::compiler);
            this.face = undo.add(NodeInterface.open(
                    config,
                    view,
                    store.records(),
                    snapshots,
                    new NodeInterface.Insides(
                            figures,
                            skippedViews,
                            this::standing,
                            this::vitals,
                            metrics,
                            traces.map(Traces::requests).orElse(RpcObserver.NONE))));
            this.stallWatch = undo.add(new StallWatch(
                    config.name(),
                    new Stall(stallPatience(genesis)),
                    () -> figures.sinceFinal(System.nanoTime()),
                    this::tell));
            undo.keep();
        }
        LOG.atInfo()
                .addKeyValue("height", chain.store().height())
                .log("node {} stands at height {}", config.name(), chain.store().height());
        replica.start();
        neighbours.start(network, chain.genesisHash(), directory);
    }

    /** Clients were told that these wait. */
    private void revive(Admission admission) {
        int waiting = 0;
        for (Transaction transaction : journal.recovered()) {
            if (admission.offer(transaction) instanceof network.banyan.replica.ChainView.Submission.Accepted) {
                waiting++;
            }
        }
        if (!journal.recovered().isEmpty()) {
            LOG.info(
                    "{} of {} transactions in the journal still wait",
                    waiting,
                    journal.recovered().size());
        }
    }

    private OperatorAccount account(NodeIdentity.Delegate delegate) {
        return new OperatorAccount(view, delegate.operatorKey());
    }

    private long tipMillis() {
        return Slot.timeMillis(
                chain.store().block(chain.store().height()).orElseThrow().header());
    }

    private static NodeStorage open(NodeConfig config) {
        try {
            return NodeStorage.open(config.data(), config.memoryMib());
        } catch (StorageException unusable) {
            throw new UserError(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private ChainState openChain(Genesis genesis, Committee committee, NodeStorage store) {
        long least = ChainState.leastBlocksKept(genesis);
        if (config.blocksKept() > 0 && config.blocksKept() < least) {
            throw new UserError("blocks.keep is 0, for all, or at least %,d on this chain, not %,d."
                    .formatted(least, config.blocksKept()));
        }
        if (config.blocksKept() > 0 && config.role() == Role.ARCHIVE) {
            throw new UserError("An archive keeps all blocks: say blocks.keep = 0, or role = \"full\".");
        }
        try {
            return ChainState.open(
                    genesis,
                    committee,
                    store.chain(),
                    config.role() == Role.ARCHIVE ? STATE_LIMITS.withArchive() : STATE_LIMITS,
                    new ChainState.Extras(
                            compiler.map(ContractCompiler::codes),
                            timed(),
                            config.blocksKept(),
                            InstalledApplications.all()));
        } catch (ChainState.Unusable unusable) {
            throw new UserError(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private Stages timed() {
        return traces.map(each -> each.blocks().around(figures.stages())).orElse(figures.stages());
    }

    private void seated(Effect.Seated seated) {
        Committee committee = seated.committee();
        otherValidators = neighbours.others(committee);
        seat = seated.seat();
        skippedViews.seated(committee.size(), seat);
        LOG.atInfo()
                .addKeyValue("epoch", committee.epoch())
                .addKeyValue("seats", committee.size())
                .addKeyValue("votes", seat.isPresent())
                .log(
                        "epoch {}: a committee of {}, {}",
                        committee.epoch(),
                        committee.size(),
                        seated.seat().isPresent()
                                ? "this node votes from seat " + seated.seat().getAsInt()
                                : "this node follows without voting");
    }

    /** Members report a liar in the order of their seats, so that the first one's report is final before the next looks. */
    private Duration patience() {
        long turn = seat.orElse(otherValidators.size());
        return Duration.ofMillis(turn * 4 * chain.genesis().parameters().blockIntervalMillis());
    }

    private PeerNetwork connect(Ed25519.KeyPair key) {
        var settings = new NetworkSettings(
                config.p2p(),
                chain.genesisHash(),
                Limits.defaults(),
                key.publicKey().hashCode(),
                neighbours.conduct());
        try {
            return PeerNetwork.start(settings, key, neighbours.firstCalls(), neighbours.allowed(), new Wire());
        } catch (NetworkException cannotListen) {
            throw new UserError(
                    "The node cannot listen for peers on %s:%d: %s. Another program may use the port; choose another with --p2p-port."
                            .formatted(
                                    config.p2p().getHostString(), config.p2p().getPort(), cannotListen.getMessage()),
                    cannotListen);
        }
    }

    public NodeConfig config() {
        return config;
    }

    public StoredChainView view() {
        return view;
    }

    public Figures.Snapshot figures() {
        return figures.snapshot();
    }

    /** Where JSON-RPC and the explorer are, with the port that was really taken. */
    @Override
    public java.net.InetSocketAddress rpcAddress() {
        return face.address();
    }

    public java.net.InetSocketAddress p2pAddress() {
        return network.address();
    }

    /**
     * What the probes and metrics say about the parts that only the node knows.
     *
     * @param validators those peers that vote
     */
    record Standing(
            boolean failed, int peers, int validators, long replicaDropped, long inboxDropped, int replicaQueued) {}

    private Standing standing() {
        Set<NodeId> peers = network.peers();
        int validators = (int) peers.stream().filter(otherValidators::contains).count();
        return new Standing(failed, peers.size(), validators, replica.dropped(), inbox.dropped(), replica.queued());
    }

    private Vitals vitals() {
        List<Vitals.Peer> peers = network.peers().stream()
                .flatMap(peer -> network
                        .link(peer)
                        .map(link -> new Vitals.Peer(peer.publicKey(), peerHeights.of(peer), link.isDialled()))
                        .stream())
                .toList();
        var signing = new Vitals.Signing(
                votingKey.map(CountedKey::asked).orElse(0L),
                votingKey.map(CountedKey::refused).orElse(0L));
        return new Vitals(seat, pool.occupancy(), network.counters(), peers, signing, store.cacheBytes());
    }

    /** How long a chain with these rules may go without a final block before that is worth a warning. */
    static Duration stallPatience(Genesis genesis) {
        Genesis.Parameters parameters = genesis.parameters();
        Duration views = Duration.ofMillis(
                parameters.blockIntervalMillis() + STALL_VIEW_TIMEOUTS * parameters.viewTimeoutMillis());
        return views.compareTo(STALL_LEAST) < 0 ? STALL_LEAST : views;
    }

    private void tell(Stall.Notice notice) {
        switch (notice) {
            case Stall.Notice.StandsStill still ->
                LOG.atWarn()
                        .addKeyValue("seconds", still.since().toSeconds())
                        .addKeyValue("height", view.height())
                        .addKeyValue("view", figures.snapshot().view())
                        .addKeyValue("validators", standing().validators())
                        .log(
                                "no block became final for {} s: height {}, view {}, {} of {} other validators connected",
                                still.since().toSeconds(),
                                view.height(),
                                figures.snapshot().view(),
                                standing().validators(),
                                otherValidators.size());
            case Stall.Notice.GoesOn on ->
                LOG.atInfo()
                        .addKeyValue("seconds", on.after().toSeconds())
                        .log("blocks become final again, after {} s", on.after().toSeconds());
        }
    }

    /** On the replica's thread, so that no later block is in the state yet, unless several became final together. */
    private void keepSnapshot(long height) {
        boolean ends = chain.genesis()
                .parameters()
                .epochs()
                .map(epochs -> epochs.ends(height))
                .orElse(false);
        if (ends && config.snapshots().isPositive()) {
            snapshots.ended(height, System.nanoTime() / 1_000_000, store::freezeState);
        }
    }

    private void broadcast(PeerMessage message) {
        var _ = network.broadcast(lane(message), message.encode());
    }

    private static Lane lane(PeerMessage message) {
        return switch (message.urgency()) {
            case VOTE -> Lane.CONSENSUS;
            case BLOCK -> Lane.BLOCKS;
            case GOSSIP -> Lane.GOSSIP;
        };
    }

    /** Stops in the order that loses nothing: first no new work, then the replica, then the store. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stallWatch.close();
        face.close();
        network.close();
        neighbours.close();
        inbox.close();
        senders.close();
        gossip.close();
        poolKeeper.close();
        journal.close();
        replica.close();
        delegate.ifPresent(each -> each.voting().close());
        compiler.ifPresent(ContractCompiler::close);
        snapshots.close();
        store.close();
        metrics.close();
        traces.ifPresent(Traces::close);
        LOG.info("node {} stopped at its own wish", config.name());
    }

    /** The replica's effects, carried out. */
    private final class Outbox implements ReplicaThread.Effects {
        @Override
        public void perform(Effect effect) {
            switch (effect) {
                case Effect.Send send -> {
                    var _ = network.send(
                            new NodeId(send.peer()),
                            lane(send.message()),
                            send.message().encode());
                }
                case Effect.Broadcast broadcast -> broadcast(broadcast.message());
                case Effect.SetAlarm _ -> throw new IllegalStateException("alarms belong to the replica's thread");
                case Effect.Published published -> {
                    metrics.finalized(
                            figures.finalized(published.block(), System.currentTimeMillis(), System.nanoTime()));
                    traces.ifPresent(each -> each.blocks().finalized(published.block()));
                    Slot slot = published.block().block().slot();
                    skippedViews.finalized(slot.epoch(), slot.view());
                    face.finalized(published.block());
                    view.published(published.block());
                    keepSnapshot(published.block().block().number());
                    witness.ifPresent(
                            each -> each.finalized(published.block().block().number()));
                }
                case Effect.Behind behind -> bestKnownHeight.accumulateAndGet(behind.height(), Math::max);
                case Effect.Seated seated -> seated(seated);
                case Effect.Nominated nominated -> neighbours.seat(otherValidators, nominated.candidates());
                case Effect.Entered entered -> figures.entered(entered.view());
                case Effect.Misbehaved misbehaved -> {
                    LOG.atWarn()
                            .addKeyValue("peer", misbehaved.peer().toHex())
                            .addKeyValue("reason", misbehaved.reason())
                            .log("peer {} misbehaved: {}", misbehaved.peer().slice(0, 4), misbehaved.reason());
                    network.charge(new NodeId(misbehaved.peer()), Offence.FALSEHOOD);
                }
                case Effect.Caught caught ->
                    informer.ifPresent(each -> each.hear(caught.evidence(), caught.member(), patience()));
                case Effect.Alert alert -> throw new IllegalStateException(alert.message());
            }
        }

        @Override
        public void failed(Throwable reason) {
            failed = true;
            onFailure.accept(reason);
        }
    }

    private final class Ties implements StoredChainView.Network {
        @Override
        public int peers() {
            return network.peers().size();
        }

        @Override
        public long bestKnownHeight() {
            return bestKnownHeight.get();
        }

        @Override
        public void spread(Transaction transaction) {
            journal.add(transaction);
            gossip.spread(transaction);
        }
    }

    private boolean isNamed(Bytes peer) {
        return neighbours.allowed().isNamed(new NodeId(peer));
    }

    /** Those that hear of transactions. */
    private final class Listeners implements Gossip.Peers {
        @Override
        public void tellNamed(PeerMessage message) {
            tell(message, true);
        }

        @Override
        public void tellStrangers(PeerMessage message) {
            tell(message, false);
        }

        @Override
        public void tell(Bytes peer, PeerMessage message) {
            var _ = network.send(new NodeId(peer), lane(message), message.encode());
        }

        private void tell(PeerMessage message, boolean named) {
            var _ = network.broadcast(lane(message), message.encode(), peer -> isNamed(peer.publicKey()) == named);
        }
    }

    private final class Incoming implements Inbox.Receiver {
        private final Admission admission;

        Incoming(Admission admission) {
            this.admission = admission;
        }

        @Override
        public void message(Bytes peer, PeerMessage message) {
            switch (message) {
                case PeerMessage.Announced announced -> gossip.announced(peer, announced.hashes());
                case PeerMessage.GetTransactions request -> {
                    if (mayAsk(peer, transactionBudget)) {
                        gossip.asked(peer, request.hashes());
                    }
                }
                case PeerMessage.GetBlocks _, PeerMessage.GetBlock _ -> {
                    if (mayAsk(peer, blockBudget)) {
                        tell(peer, message);
                    }
                }
                case PeerMessage other -> tell(peer, other);
            }
        }

        private boolean mayAsk(Bytes peer, AskBudget budget) {
            return isNamed(peer) || budget.allows(peer, System.nanoTime());
        }

        private void tell(Bytes peer, PeerMessage message) {
            peerHeights.heard(new NodeId(peer), message);
            var _ = replica.offer(new Input.Received(peer, message));
        }

        @Override
        public void transactions(Bytes peer, List<Transaction> transactions) {
            // Who is named is connected with all that are, and told them itself.
            boolean relayed = !isNamed(peer);
            gossip.arrived(transactions);
            for (Transaction transaction : transactions) {
                if (admission.offer(transaction) instanceof network.banyan.replica.ChainView.Submission.Accepted) {
                    view.pooledFromPeer(transaction);
                    if (relayed) {
                        gossip.spread(transaction);
                    }
                }
            }
        }

        @Override
        public void malformed(Bytes peer, String reason) {
            LOG.atWarn()
                    .addKeyValue("peer", peer.toHex())
                    .addKeyValue("reason", reason)
                    .log("peer {} sent a malformed message: {}", peer.slice(0, 4), reason);
            network.charge(new NodeId(peer), Offence.MALFORMED_MESSAGE);
        }
    }

    private final class Wire implements PeerHandler {
        @Override
        public void received(NodeId from, Lane lane, byte[] message) {
            switch (lane) {
                case CONSENSUS, BLOCKS -> inbox.protocol(from.publicKey(), message);
                case GOSSIP -> inbox.gossip(from.publicKey(), message);
                case PEERS -> neighbours.received(from, message);
            }
        }

        @Override
        public void connected(NodeId peer) {
            LOG.atInfo().addKeyValue("peer", peer).log("connected to {}", peer);
            peerHeights.connected(peer);
            neighbours.connected(peer);
            var _ = replica.offer(new Input.Connected(peer.publicKey()));
        }

        @Override
        public void disconnected(NodeId peer) {
            LOG.atInfo().addKeyValue("peer", peer).log("lost {}", peer);
            blockBudget.forget(peer.publicKey());
            transactionBudget.forget(peer.publicKey());
            neighbours.disconnected(peer);
            peerHeights.disconnected(peer);
        }
    }
}
