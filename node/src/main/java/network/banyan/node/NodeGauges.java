// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import network.banyan.evm.CompiledCodes;
import network.banyan.p2p.Counters;
import network.banyan.p2p.Lane;
import network.banyan.replica.ChainView;
import network.banyan.replica.Stage;

/** The metrics that are looked up when Prometheus asks. */
final class NodeGauges {
    private final MeterRegistry registry;

    /** A counter holds what it counts only weakly. */
    private final List<Object> held = new ArrayList<>();

    NodeGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void chain(ChainView chain, Figures figures) {
        gauge("banyan.height", "Number of the last final block", chain, ChainView::height);
        gauge(
                "banyan.best.known.height",
                "Number of the highest block proven final by any peer",
                chain,
                ChainView::bestKnownHeight);
        gauge(
                "banyan.seconds.since.final",
                "Since the last block became final, or since the start, in seconds; rises when the chain stalls",
                figures,
                it -> it.sinceFinal(System.nanoTime()).toMillis() / 1_000.0);
        counter(
                "banyan.blocks",
                "Blocks final since the start",
                figures,
                it -> it.snapshot().blocks());
        counter(
                "banyan.transactions",
                "Transactions final since the start",
                figures,
                it -> it.snapshot().transactions());
        held.add(figures.stages());
        for (Stage stage : Stage.values()) {
            FunctionCounter.builder("banyan.block.stage.seconds", figures.stages(), it -> it.nanos(stage) / 1e9)
                    .description("Time spent on blocks, by stage, in seconds; that of threads side by side adds up")
                    .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void consensus(ChainView chain, Figures figures, SkippedViews views, Supplier<Vitals> vitals) {
        gauge(
                "banyan.view",
                "The consensus view this node is in",
                figures,
                it -> it.snapshot().view());
        gauge("banyan.epoch", "The epoch of the next block", chain, ChainView::epoch);
        gauge(
                "banyan.seated",
                "1 while this node votes from a seat of the committee",
                vitals,
                it -> it.get().seat().isPresent() ? 1 : 0);
        counter("banyan.views.skipped", "Views that passed without a block in the chain", views, SkippedViews::skipped);
        counter(
                "banyan.proposals.missed",
                "Views without a block that were this node's to propose in",
                views,
                SkippedViews::missed);
        counter(
                "banyan.signatures.asked",
                "Signatures asked of the voting key",
                vitals,
                it -> it.get().signing().asked());
        counter(
                "banyan.signatures.refused",
                "Signatures that the signer refused or did not give in time",
                vitals,
                it -> it.get().signing().refused());
    }

    void standing(ChainView chain, Supplier<Node.Standing> standing) {
        gauge("banyan.peers", "Connected peers", standing, it -> it.get().peers());
        gauge(
                "banyan.validators.connected",
                "Connected peers that vote",
                standing,
                it -> it.get().validators());
        gauge(
                "banyan.validators.needed",
                "Connected validators without which this node is not ready",
                chain,
                NodeInterface::needed);
        gauge(
                "banyan.replica.queue",
                "Inputs waiting for the replica",
                standing,
                it -> it.get().replicaQueued());
        gauge(
                "banyan.failed",
                "1 once the replica has stopped for good",
                standing,
                it -> it.get().failed() ? 1 : 0);
        counter(
                "banyan.dropped",
                "Messages dropped because a queue of this node was full",
                standing,
                it -> it.get().replicaDropped() + it.get().inboxDropped());
    }

    void network(Supplier<Vitals> vitals) {
        Supplier<Counters> network = () -> vitals.get().network();
        held.add(network);
        for (Lane lane : Lane.values()) {
            String name = lane.name().toLowerCase(Locale.ROOT);
            FunctionCounter.builder(
                            "banyan.p2p.received.bytes",
                            network,
                            it -> it.get().of(lane).bytesIn())
                    .description("Messages of peers, by lane, without frames and TLS, in bytes")
                    .tag("lane", name)
                    .register(registry);
            FunctionCounter.builder(
                            "banyan.p2p.sent.bytes",
                            network,
                            it -> it.get().of(lane).bytesOut())
                    .description("Messages to peers, by lane, without frames and TLS, in bytes")
                    .tag("lane", name)
                    .register(registry);
        }
        counter(
                "banyan.p2p.wire.received.bytes",
                "From peers, with TLS, in bytes",
                network,
                it -> it.get().bytesIn());
        counter(
                "banyan.p2p.wire.sent.bytes",
                "To peers, with TLS, in bytes",
                network,
                it -> it.get().bytesOut());
        counter(
                "banyan.p2p.unsent",
                "Messages to peers given up because a peer's queue was full",
                network,
                it -> it.get().consensusDropped() + it.get().bulkDropped());
        counter(
                "banyan.p2p.refused",
                "Connections refused: limits, unknown keys, no TLS, another network",
                network,
                it -> it.get().refused());
        counter(
                "banyan.p2p.violations",
                "Connections closed because a peer broke the protocol or a rate",
                network,
                it -> it.get().violations());
        gauge(
                "banyan.p2p.queued.bytes",
                "Waiting to be sent to peers, in bytes",
                network,
                it -> it.get().queuedBytes());
    }

    void pool(Supplier<Vitals> vitals) {
        Gauge.builder("banyan.pool.transactions", vitals, it -> it.get().pool().ready())
                .description("Transactions that wait, ready for the next block or behind a gap of nonces")
                .tag("state", "ready")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "banyan.pool.transactions",
                        vitals,
                        it -> it.get().pool().size() - it.get().pool().ready())
                .description("Transactions that wait, ready for the next block or behind a gap of nonces")
                .tag("state", "waiting")
                .strongReference(true)
                .register(registry);
        gauge(
                "banyan.pool.bytes",
                "Held by the pool, in bytes",
                vitals,
                it -> it.get().pool().bytes());
        gauge(
                "banyan.pool.limit.bytes",
                "What the pool may hold, in bytes",
                vitals,
                it -> it.get().pool().bytesMax());
    }

    void machine(Supplier<Vitals> vitals, Supplier<Footprint> footprint) {
        gauge(
                "banyan.process.resident.bytes",
                "Memory of the process in RAM, in bytes; NaN where the system does not tell",
                footprint,
                it -> it.get().resident().isPresent() ? it.get().resident().getAsLong() : Double.NaN);
        gauge(
                "banyan.database.bytes",
                "Files of the database, in bytes",
                footprint,
                it -> it.get().database());
        gauge(
                "banyan.database.cache.bytes",
                "Caches and write buffers of the database, in bytes",
                vitals,
                it -> it.get().databaseCacheBytes());
        gauge(
                "banyan.disk.free.bytes",
                "Free where the database lies, in bytes",
                footprint,
                it -> it.get().diskFree());
        gauge(
                "banyan.disk.size.bytes",
                "Size of the file system where the database lies, in bytes",
                footprint,
                it -> it.get().diskTotal());
    }

    /** Shows what the compiler of contracts does. */
    void compiler(ContractCompiler compiler) {
        CompiledCodes codes = compiler.codes();
        counter(
                "banyan.evm.compiled",
                "Contracts translated to bytecode",
                codes,
                it -> it.statistics().compiled());
        counter(
                "banyan.evm.refused",
                "Contracts that would not be translated",
                codes,
                it -> it.statistics().refused());
        counter(
                "banyan.evm.evicted",
                "Translations given up for others",
                codes,
                it -> it.statistics().evicted());
        gauge(
                "banyan.evm.compiled.live",
                "Translations in use",
                codes,
                it -> it.statistics().live());
        gauge(
                "banyan.evm.compiled.bytes",
                "Size of their class files, in bytes",
                codes,
                it -> it.statistics().classBytes());
        counter(
                "banyan.evm.compiler.seconds",
                "Time spent on translations, in seconds",
                compiler,
                it -> it.nanos() / 1e9);
    }

    private <T> void gauge(String name, String about, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(about).strongReference(true).register(registry);
    }

    private <T> void counter(String name, String about, T of, ToDoubleFunction<T> value) {
        held.add(of);
        FunctionCounter.builder(name, of, value).description(about).register(registry);
    }
}
