// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import network.banyan.evm.CompiledCodes;
import network.banyan.replica.ChainView;
import network.banyan.replica.Stage;

/** What Prometheus reads at {@code /metrics}; every name starts with {@code banyan_} or is the JVM's own. */
final class NodeMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    NodeMetrics(ChainView chain, Figures figures, Supplier<Node.Standing> standing) {
        gauge("banyan.height", "Last final block", chain, ChainView::height);
        gauge("banyan.best.known.height", "Highest block proven final by any peer", chain, ChainView::bestKnownHeight);
        gauge("banyan.view", "Consensus view", figures, it -> it.snapshot().view());
        gauge(
                "banyan.finality.millis.p50",
                "From timestamp to finality, recent blocks",
                figures,
                it -> it.snapshot().finalityMillisP50());
        gauge(
                "banyan.finality.millis.p95",
                "From timestamp to finality, recent blocks",
                figures,
                it -> it.snapshot().finalityMillisP95());
        gauge(
                "banyan.seconds.since.final",
                "Since the last block became final, or since start; rises when the chain stalls",
                figures,
                it -> it.sinceFinal(System.nanoTime()).toMillis() / 1_000.0);
        gauge("banyan.peers", "Connected peers", standing, it -> it.get().peers());
        gauge(
                "banyan.validators.connected",
                "Connected peers that vote",
                standing,
                it -> it.get().validators());
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
                "banyan.blocks",
                "Blocks final since start",
                figures,
                it -> it.snapshot().blocks());
        counter(
                "banyan.transactions",
                "Transactions final since start",
                figures,
                it -> it.snapshot().transactions());
        counter(
                "banyan.dropped",
                "Messages dropped because a queue was full",
                standing,
                it -> it.get().replicaDropped() + it.get().inboxDropped());
        for (Stage stage : Stage.values()) {
            add(stage, figures.stages());
        }
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    private void add(Stage stage, StageClock clock) {
        FunctionCounter.builder("banyan.block.stage.seconds", clock, it -> it.nanos(stage) / 1e9)
                .description("Time spent on blocks, by stage; that of threads side by side adds up")
                .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** Shows what the compiler of contracts does. */
    void add(ContractCompiler compiler) {
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
                "Size of their class files",
                codes,
                it -> it.statistics().classBytes());
        counter("banyan.evm.compiler.seconds", "Time spent on translations", compiler, it -> it.nanos() / 1e9);
    }

    private <T> void gauge(String name, String about, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(about).strongReference(true).register(registry);
    }

    private <T> void counter(String name, String about, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(about).register(registry);
    }

    /** Told of every JSON-RPC request. */
    void answered(String method, int code, long nanos) {
        Timer.builder("banyan.rpc")
                .description("JSON-RPC requests by method and outcome")
                .tag("method", method)
                .tag("outcome", code == 0 ? "ok" : "error")
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
