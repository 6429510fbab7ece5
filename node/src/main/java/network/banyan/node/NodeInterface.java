// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import network.banyan.evidence.BundleAssembler;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.FinalizedChain;
import network.banyan.evidence.Handover;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RecordShelf;
import network.banyan.evidence.RecordStore;
import network.banyan.evidence.RegistryContract;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.replica.Snapshots;
import network.banyan.rpc.RpcLimits;
import network.banyan.rpc.RpcServer;
import network.banyan.rpc.chain.SnapshotMethods;
import network.banyan.rpc.devices.AnchorMethods;
import network.banyan.rpc.devices.DeviceMethods;
import network.banyan.rpc.devices.DidPages;
import network.banyan.rpc.devices.RegistryReader;
import network.banyan.rpc.http.Page;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.http.StaticSite;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;

/** What a node shows: JSON-RPC, the explorer, probes and metrics on one port, and the records of devices behind them. */
final class NodeInterface implements AutoCloseable {
    /** Records of one device that may wait for their anchor on this node. */
    private static final long UNANCHORED_MAX = 65_536;

    /** So old may be what costs a look at every entry of the pool or file of the database. */
    private static final Duration LOOK_AGE = Duration.ofSeconds(1);

    private final RpcServer server;
    private final RecordShelf shelf;

    private NodeInterface(RpcServer server, RecordShelf shelf) {
        this.server = server;
        this.shelf = shelf;
    }

    /** What it tells of the node beside the chain. */
    record Insides(
            Figures figures,
            SkippedViews views,
            Supplier<Node.Standing> standing,
            Supplier<Vitals> vitals,
            NodeMetrics metrics,
            RpcObserver traces) {}

    /**
     * @throws UserError if the port cannot be used
     */
    static NodeInterface open(
            NodeConfig config, ChainView chain, RecordStore records, Snapshots snapshots, Insides insides) {
        RegistryReader registry = new RegistryReader(chain);
        RecordShelf shelf = new RecordShelf(records, registry, UNANCHORED_MAX);
        indexMissed(chain, records, shelf);
        Figures figures = insides.figures();
        NodeMetrics metrics = insides.metrics();
        RpcMethods methods = new RpcMethods();
        BundleAssembler bundles = new BundleAssembler(chain.genesis(), records, new Finalized(chain));
        new DeviceMethods(chain, registry, shelf, records, bundles).addTo(methods);
        new AnchorMethods(chain, bundles).addTo(methods);
        new SnapshotMethods(chain, snapshots).addTo(methods);
        methods.add("banyan_figures", json -> figures(json, figures));
        RpcTally requests = new RpcTally();
        var footprint = new Sampled<>(() -> Footprint.of(config.data()), LOOK_AGE, System::nanoTime);
        var looks = new Sampled<>(insides.vitals(), LOOK_AGE, System::nanoTime);
        methods.add("banyan_node", new NodeReport(config, chain, figures, looks, footprint, requests)::answer);
        metrics.gauges().chain(chain, figures);
        metrics.gauges().consensus(chain, figures, insides.views(), looks);
        metrics.gauges().standing(chain, insides.standing());
        metrics.gauges().network(looks);
        metrics.gauges().pool(looks);
        metrics.gauges().machine(looks, footprint);
        RpcServer server = ConfiguredRpc.start(
                config,
                "banyan/" + Banyan.VERSION + "/java",
                RpcLimits.standard(),
                settings -> RpcServer.start(
                        settings,
                        chain,
                        methods,
                        pages(config, chain, insides),
                        metrics.and(requests).and(insides.traces())));
        return new NodeInterface(server, shelf);
    }

    /** Blocks that became final just before a crash may not be indexed for anchors yet. */
    private static void indexMissed(ChainView chain, RecordStore records, RecordShelf shelf) {
        for (long number = records.indexedHeight() + 1; number <= chain.height(); number++) {
            Optional<Block> block = chain.block(number);
            Optional<List<Receipt>> receipts = chain.receipts(number);
            if (block.isPresent() && receipts.isPresent()) {
                shelf.finalized(block.get(), receipts.get());
            }
        }
    }

    private static JsonNode figures(JsonNode json, Figures figures) {
        Params.of(json, 0);
        Figures.Snapshot snapshot = figures.snapshot();
        return Json.object()
                .put("blocks", snapshot.blocks())
                .put("transactions", snapshot.transactions())
                .put("view", snapshot.view())
                .put("finalityMillisP50", snapshot.finalityMillisP50())
                .put("finalityMillisP95", snapshot.finalityMillisP95())
                .put("finalityMillisLast", snapshot.finalityMillisLast())
                .put("lastMillis", snapshot.lastMillis());
    }

    private static PageSource pages(NodeConfig config, ChainView chain, Insides insides) {
        Supplier<Node.Standing> standing = insides.standing();
        PageSource probes = PageSource.routes(Map.of(
                "/liveness",
                        () -> standing.get().failed()
                                ? Page.text(503, "the replica has stopped\n")
                                : Page.text(200, "alive\n"),
                "/readiness",
                        () -> readiness(chain, standing.get(), insides.figures().sinceFinal(System.nanoTime())),
                "/metrics",
                        () -> Page.of(
                                200,
                                "text/plain; version=0.0.4; charset=utf-8",
                                insides.metrics().scrape())));
        return probes.or(new GatewayPages(config.gateway()))
                .or(new DidPages(chain))
                .or(new StaticSite(NodeInterface.class.getClassLoader(), "explorer/"));
    }

    /** So many other validators that a quorum may be among them and us. */
    static int needed(ChainView chain) {
        int seats = chain.epoch(chain.epoch())
                .map(epoch -> epoch.committee().size())
                .orElse(0);
        return (2 * seats + 2) / 3 - 1;
    }

    /** Ready: caught up with what is known to be final, connected to enough validators to hear of more, and hearing it. */
    static Page readiness(ChainView chain, Node.Standing standing, Duration sinceFinal) {
        long behind = chain.bestKnownHeight() - chain.height();
        int needed = needed(chain);
        if (standing.failed()) {
            return Page.text(503, "the replica has stopped\n");
        }
        if (behind > 2) {
            return Page.text(503, "catching up: %d blocks behind\n".formatted(behind));
        }
        if (standing.validators() < needed) {
            return Page.text(503, "connected to %d validators, needs %d\n".formatted(standing.validators(), needed));
        }
        return sinceFinal.compareTo(Node.stallPatience(chain.genesis())) >= 0
                ? Page.text(503, "no block became final for %d s\n".formatted(sinceFinal.toSeconds()))
                : Page.text(200, "ready at height %d\n".formatted(chain.height()));
    }

    /** A block became final: its anchors become findable. */
    void finalized(ChainView.FinalizedBlock block) {
        synchronized (shelf) {
            shelf.finalized(block.block(), block.receipts());
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The evidence module's view of the chain. */
    private record Finalized(ChainView chain) implements FinalizedChain {
        @Override
        public Optional<Block> block(long number) {
            return chain.block(number);
        }

        @Override
        public Optional<List<Receipt>> receipts(long number) {
            return chain.receipts(number);
        }

        @Override
        public Optional<Certificate> certificate(long number) {
            return chain.certificate(number);
        }

        @Override
        public List<Handover> handovers(long fromEpoch, long untilEpoch) {
            return LongStream.range(fromEpoch, untilEpoch)
                    .mapToObj(this::handover)
                    .takeWhile(Optional::isPresent)
                    .flatMap(Optional::stream)
                    .toList();
        }

        @Override
        public Optional<EvidenceBundle.Registration> registration(Hash device, long number) {
            return fields(device, number)
                    .flatMap(passport -> chain.prove(
                                    RegistryContract.ADDRESS, List.of(Passport.storageKey(device)), number)
                            .map(proof -> new EvidenceBundle.Registration(
                                    passport,
                                    proof.nodes(),
                                    proof.slots().getFirst().nodes())));
        }

        /** Empty if the device is not registered, the state is gone, or the contract is another one. */
        private Optional<Passport> fields(Hash device, long number) {
            var request = new ChainView.CallRequest(
                    Address.ZERO,
                    Optional.of(RegistryContract.ADDRESS),
                    Optional.empty(),
                    Optional.empty(),
                    UInt256.ZERO,
                    RegistryContract.passportFields(device),
                    List.of(),
                    List.of());
            return chain.call(request, number)
                    .filter(ChainView.CallOutcome.Returned.class::isInstance)
                    .map(outcome -> ((ChainView.CallOutcome.Returned) outcome).output())
                    .flatMap(Passport::read);
        }

        private Optional<Handover> handover(long epoch) {
            return chain.epoch(epoch + 1).flatMap(next -> {
                long last = next.first() - 1;
                Optional<Certificate> certificate =
                        chain.certificate(last).filter(found -> found.subject().height() == last);
                return chain.block(last)
                        .flatMap(block -> certificate.map(its -> new Handover(
                                block.header(), its, next.committee().members())));
            });
        }
    }
}
