// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.rpc.protocol.TraceParent;

/** A span for each request by JSON-RPC, named and described as OpenTelemetry's conventions for RPC have it; no parameters. */
final class RequestSpans implements RpcObserver {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<Long> ERROR = AttributeKey.longKey("rpc.jsonrpc.error_code");

    private final Tracer tracer;
    private final InstantSource clock;

    RequestSpans(Tracer tracer, InstantSource clock) {
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public void answered(Answer answer) {
        Instant end = clock.instant();
        Span span = tracer.spanBuilder(answer.method())
                .setSpanKind(SpanKind.SERVER)
                .setParent(answer.parent().map(RequestSpans::context).orElseGet(Context::root))
                .setStartTimestamp(end.minusNanos(answer.nanos()))
                .setAttribute(SYSTEM, "jsonrpc")
                .setAttribute(METHOD, answer.method())
                .startSpan();
        if (answer.code() != 0) {
            span.setAttribute(ERROR, (long) answer.code());
        }
        if (answer.code() == RpcException.INTERNAL_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(end);
    }

    private static Context context(TraceParent parent) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        parent.traceId(),
                        parent.spanId(),
                        parent.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault())));
    }
}
