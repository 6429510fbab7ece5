// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once in the log that a collector does not take what it is sent, and once that it does again. */
final class ToldExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    private final SpanExporter exporter;
    private final URI collector;
    private final AtomicLong lost = new AtomicLong();

    ToldExporter(SpanExporter exporter, URI collector) {
        this.exporter = exporter;
        this.collector = collector;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> tell(result, spans.size()));
        return result;
    }

    private void tell(CompletableResultCode result, int spans) {
        if (!result.isSuccess()) {
            if (lost.getAndAdd(spans) == 0) {
                LOG.warn("{} takes no traces; they are lost until it does: {}", collector, why(result));
            }
        } else {
            long before = lost.getAndSet(0);
            if (before > 0) {
                LOG.info("{} takes traces again; {} spans were lost", collector, before);
            }
        }
    }

    private static String why(CompletableResultCode result) {
        Throwable reason = result.getFailureThrowable();
        if (reason == null) {
            return "no reason given";
        }
        return reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
