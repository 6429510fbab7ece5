// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import network.banyan.rpc.protocol.RpcObserver;

/** The way of one node's spans to its collector. */
public final class Traces implements AutoCloseable {
    /** The library complains to the JDK's own logger, on the terminal; {@link ToldExporter} says the same to the log. Held, lest it be collected. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    /** Spans that wait to be sent; later ones are dropped. */
    private static final int MAX_WAITING = 8_192;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long FAREWELL_SECONDS = 2;

    private final SpanProcessor way;
    private final BlockSpans blocks;
    private final RequestSpans requests;

    /**
     * Opens it. Nothing is sent yet: a collector may come and go.
     *
     * @param version of this program
     * @param node its name, which tells it from others of the same collector
     */
    public Traces(TraceSettings settings, String version, String node) {
        LIBRARY.setLevel(Level.OFF);
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.url().toString())
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .build();
        this.way = BatchSpanProcessor.builder(new ToldExporter(exporter, settings.url()))
                .setMaxQueueSize(MAX_WAITING)
                .setScheduleDelay(PAUSE)
                .build();
        Resource resource = Resource.create(Attributes.builder()
                .put("service.name", "banyan-node")
                .put("service.version", version)
                .put("service.instance.id", node)
                .build());
        Sampler share = Sampler.traceIdRatioBased(settings.percent() / 100.0);
        var ids = new TraceIds();
        SdkTracerProvider forBlocks =
                provider(resource, share).setIdGenerator(ids).build();
        SdkTracerProvider forRequests =
                provider(resource, Sampler.parentBased(share)).build();
        this.blocks = new BlockSpans(forBlocks.get("banyan.blocks"), ids, InstantSource.system());
        this.requests = new RequestSpans(forRequests.get("banyan.rpc"), InstantSource.system());
    }

    private SdkTracerProviderBuilder provider(Resource resource, Sampler sampler) {
        return SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(sampler)
                .addSpanProcessor(way);
    }

    public BlockSpans blocks() {
        return blocks;
    }

    public RpcObserver requests() {
        return requests;
    }

    /** Sends what waits, if it is taken soon. */
    @Override
    public void close() {
        var _ = way.shutdown().join(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
