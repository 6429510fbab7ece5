// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import network.banyan.rpc.http.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayPagesTest {
    private static final String DEVICE = "/v1/devices/0x" + "ab".repeat(32);
    private static final Map<String, String> ANSWERS = Map.of(
            "/v1/devices",
            "[{\"id\":\"0x01\"}]",
            DEVICE + "/readings",
            "[1]",
            DEVICE + "/readings/before/7",
            "[2]",
            DEVICE + "/evidence/7.json",
            "{}",
            DEVICE + "/twin",
            "{\"pending\":[]}");

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString().replace("?since-epoch=0", "");
            asked.add(path);
            byte[] body =
                    ANSWERS.getOrDefault(path, "<script>alert(1)</script>").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(ANSWERS.containsKey(path) ? 200 : 409, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private GatewayPages pages() {
        return new GatewayPages(Optional.of(
                URI.create("http://127.0.0.1:" + gateway.getAddress().getPort())));
    }

    private static String text(Page page) {
        return new String(page.body().toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void whatTheGatewaySaysIsDataWhateverItCallsIt() {
        Page readings = pages().page("/gateway" + DEVICE + "/readings/before/7").orElseThrow();
        assertThat(readings.status()).isEqualTo(200);
        assertThat(text(readings)).isEqualTo("[2]");
        assertThat(readings.contentType()).isEqualTo("application/json");
        assertThat(readings.headers().get("content-security-policy")).contains("default-src 'none'");

        Page twin = pages().page("/gateway" + DEVICE + "/twin").orElseThrow();
        assertThat(text(twin)).isEqualTo("{\"pending\":[]}");

        Page refused = pages().page("/gateway" + DEVICE + "/evidence/8.json").orElseThrow();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.contentType()).startsWith("text/plain");
        assertThat(refused.headers()).containsEntry("x-content-type-options", "nosniff");
    }

    @Test
    void theListOfDevicesAlsoSaysWhetherThereIsAGateway() {
        assertThat(text(pages().page("/gateway/v1/devices").orElseThrow()))
                .isEqualTo("{\"gateway\":\"here\",\"devices\":[{\"id\":\"0x01\"}]}");
        assertThat(text(new GatewayPages(Optional.empty())
                        .page("/gateway/v1/devices")
                        .orElseThrow()))
                .isEqualTo("{\"gateway\":\"none\",\"devices\":[]}");
        GatewayPages pages = pages();
        gateway.stop(0);
        assertThat(text(pages.page("/gateway/v1/devices").orElseThrow()))
                .isEqualTo("{\"gateway\":\"away\",\"devices\":[]}");
        assertThat(pages.page("/gateway/health").orElseThrow().status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gateway",
                "/gateway/",
                "/gateway/metrics",
                "/gateway//evil.example/",
                "/gateway/v1/devices/../../metrics",
                "/gateway/v1/devices/0x00",
                "/gateway/v1/devices/0xabababababababababababababababababababababababababababababababab/twin/desired",
                "/gateway/v1/devices/%2e%2e",
                "/gateway@evil.example/v1/devices"
            })
    void noOtherPathLeadsToTheGateway(String path) {
        Optional<Page> page = pages().page(path);
        assertThat(page.map(Page::status).orElse(404)).isEqualTo(404);
        assertThat(List.copyOf(asked)).isEmpty();
    }

    @Test
    void otherPathsAreOtherSources() {
        assertThat(pages().page("/")).isEmpty();
        assertThat(pages().page("/gateways")).isEmpty();
    }

    @Test
    void whatIsNoAddressIsASentence() {
        assertThatThrownBy(() -> new GatewayPages(Optional.of(URI.create("file:///etc"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("gateway.url");
    }
}
