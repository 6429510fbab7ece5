// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Instant;
import java.util.Optional;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcObserver.Answer;
import network.banyan.rpc.protocol.TraceParent;
import org.junit.jupiter.api.Test;

class RequestSpansTest {
    private static final TraceParent ASKED =
            new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final KeptSpans kept = new KeptSpans();

    private RequestSpans with(Sampler sampler) {
        return new RequestSpans(
                SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(kept))
                        .build()
                        .get("test"),
                () -> NOW);
    }

    @Test
    void aRequestIsAPartOfItsCallersTrace() {
        with(Sampler.alwaysOn()).answered(new Answer("eth_call", 0, 5_000_000, Optional.of(ASKED)));
        SpanData span = kept.spans.getFirst();
        assertThat(span.getName()).isEqualTo("eth_call");
        assertThat(span.getTraceId()).isEqualTo(ASKED.traceId());
        assertThat(span.getParentSpanId()).isEqualTo(ASKED.spanId());
        assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(5_000_000);
        assertThat(span.getEndEpochNanos()).isEqualTo(NOW.getEpochSecond() * 1_000_000_000);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void onlyOurOwnFailuresAreErrors() {
        var spans = with(Sampler.alwaysOn());
        spans.answered(new Answer("eth_call", 3, 1, Optional.empty()));
        spans.answered(new Answer("eth_call", RpcException.INTERNAL_ERROR, 1, Optional.empty()));
        assertThat(kept.spans)
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.UNSET, StatusCode.ERROR);
        assertThat(kept.spans.getFirst().getAttributes().asMap().toString()).contains("rpc.jsonrpc.error_code=3");
    }

    @Test
    void theCallerSaysWhetherItsTraceIsKeptAndTheShareDecidesTheRest() {
        var spans = with(Sampler.parentBased(Sampler.alwaysOff()));
        spans.answered(new Answer("eth_chainId", 0, 1, Optional.of(ASKED)));
        spans.answered(
                new Answer("eth_call", 0, 1, Optional.of(new TraceParent(ASKED.traceId(), ASKED.spanId(), false))));
        spans.answered(new Answer("eth_gasPrice", 0, 1, Optional.empty()));
        assertThat(kept.spans).extracting(SpanData::getName).containsExactly("eth_chainId");
    }
}
