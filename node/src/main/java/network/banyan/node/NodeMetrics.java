// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcObserver;

/**
 * What Prometheus reads at {@code /metrics}: every name starts with {@code banyan_} and ends with its unit, or is the JVM's
 * own. {@link NodeGauges} adds what is looked up when somebody asks; here is what is measured as it happens. All of it stands
 * in docs/operating.md, and a test compares.
 */
final class NodeMetrics implements RpcObserver, AutoCloseable {
    private static final int INTERNAL_ERROR = RpcException.INTERNAL_ERROR;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeGauges gauges = new NodeGauges(registry);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Counter overBudget = Counter.builder("banyan.rpc.over.budget")
            .description("JSON-RPC requests refused because their client had used up its budget")
            .register(registry);
    private final Counter cutOff = Counter.builder("banyan.rpc.cut.off")
            .description("WebSockets ended because their client did not read")
            .register(registry);
    private final Timer finality = histogram(
            "banyan.finality",
            "From a block's timestamp until it was final here, in seconds",
            50,
            100,
            200,
            300,
            500,
            750,
            1_000,
            2_000,
            5_000,
            10_000,
            30_000);
    private final Timer syncs = histogram(
            "banyan.database.sync",
            "Writes that had to be on the disk before they counted, in seconds",
            1,
            2,
            5,
            10,
            20,
            50,
            100,
            200,
            500,
            1_000,
            5_000);

    NodeMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    private Timer histogram(String name, String about, long... bucketMillis) {
        return Timer.builder(name)
                .description(about)
                .serviceLevelObjectives(
                        LongStream.of(bucketMillis).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
                .register(registry);
    }

    NodeGauges gauges() {
        return gauges;
    }

    /** A block became final. */
    void finalized(long latencyMillis) {
        finality.record(latencyMillis, TimeUnit.MILLISECONDS);
    }

    /** A write was on the disk. */
    void synced(long nanos) {
        syncs.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Methods are those that are registered, or {@link RpcObserver#UNKNOWN_METHOD}: callers cannot invent labels. */
    @Override
    public void answered(Answer answer) {
        int code = answer.code();
        Timer.builder("banyan.rpc")
                .description("Answering JSON-RPC requests, by method and outcome, in seconds")
                .tag("method", answer.method())
                .tag("outcome", code == 0 ? "ok" : code == INTERNAL_ERROR ? "failed" : "refused")
                .register(registry)
                .record(answer.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void overBudget() {
        overBudget.increment();
    }

    @Override
    public void cutOff() {
        cutOff.increment();
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
