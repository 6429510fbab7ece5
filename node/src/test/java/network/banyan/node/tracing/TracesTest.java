// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import network.banyan.rpc.protocol.RpcObserver.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Over the wire, to a collector that takes it, and one that does not. */
class TracesTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(ToldExporter.class);

    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private HttpServer collector;
    private TraceSettings settings;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            int answer = status.get();
            taken.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        collector.start();
        settings = new TraceSettings(
                URI.create("http://127.0.0.1:%d/v1/traces"
                        .formatted(collector.getAddress().getPort())),
                100);
        lines.start();
        LOG.addAppender(lines);
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(lines);
        collector.stop(0);
    }

    @Test
    void whatWaitsIsSentBeforeTheEnd() throws InterruptedException {
        try (var traces = new Traces(settings, "1.2.3", "node of a test")) {
            traces.requests().answered(new Answer("eth_call", 0, 1, Optional.empty()));
        }
        assertThat(taken.poll(10, TimeUnit.SECONDS))
                .contains("service.name", "banyan-node", "1.2.3", "node of a test", "eth_call", "jsonrpc");
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aCollectorThatRefusesIsToldOfOnce() throws InterruptedException {
        status.set(400);
        try (var traces = new Traces(settings, "1.2.3", "node of a test")) {
            for (int i = 0; i < 2; i++) {
                traces.requests().answered(new Answer("eth_call", 0, 1, Optional.empty()));
                assertThat(taken.poll(10, TimeUnit.SECONDS)).contains("eth_call");
            }
            status.set(200);
            traces.requests().answered(new Answer("eth_call", 0, 1, Optional.empty()));
            assertThat(taken.poll(10, TimeUnit.SECONDS)).contains("eth_call");
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        lost -> assertThat(lost).startsWith(settings.url() + " takes no traces"),
                        again -> assertThat(again).endsWith("takes traces again; 2 spans were lost"));
    }
}
