// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.rpc.http.Access;
import network.banyan.rpc.http.ConnectionLimits;
import network.banyan.rpc.http.Page;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.http.StaticSite;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest extends ServerTest {
    private static final String CHAIN_ID = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";
    private static final String CHAIN_ID_ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1252\"}";

    @Test
    void answersJsonWithItsLengthAndType() {
        HttpResponse<String> answer = start().post(CHAIN_ID);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CHAIN_ID_ANSWER);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
    }

    @Test
    void answersABatch() {
        assertThat(start().post("[" + CHAIN_ID + "," + CHAIN_ID + "]").body())
                .isEqualTo("[" + CHAIN_ID_ANSWER + "," + CHAIN_ID_ANSWER + "]");
    }

    @Test
    void answersANotificationWithNothing() {
        HttpResponse<String> answer = start().post("{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        Client client = start();
        String first = http("POST / HTTP/1.1", "", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}");
        String second = http("POST /rpc HTTP/1.1", "", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"eth_chainId\"}");
        String third = http("POST / HTTP/1.1", "Connection: close\r\n", "nonsense");

        String answers = exchange(client, first + second + third);

        assertThat(answers.indexOf("\"id\":1")).isPositive().isLessThan(answers.indexOf("\"id\":2"));
        assertThat(answers).contains("-32700").contains("connection: close");
    }

    @Test
    void tellsABodyThatIsTooLargeWithoutReadingIt() throws IOException {
        Client client = start();

        assertThat(exchange(
                        client,
                        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5242881\r\n"
                                + "Expect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(client.post(" ".repeat(5_242_881)).statusCode()).isEqualTo(413);
        assertThat(client.post(" ".repeat(5_242_880 - CHAIN_ID.length()) + CHAIN_ID)
                        .body())
                .isEqualTo(CHAIN_ID_ANSWER);
    }

    @Test
    void tellsAChunkedBodyThatGrowsTooLarge() {
        Client client = start();
        byte[] chunk = new byte[64 * 1024];

        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(client.uri())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.SequenceInputStream(
                        java.util.Collections.enumeration(java.util.stream.IntStream.range(0, 100)
                                .mapToObj(_ -> new java.io.ByteArrayInputStream(chunk))
                                .toList())))));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void invitesABodyThatWaitsForIt() throws IOException {
        Client client = start();
        try (Socket socket = connect(client)) {
            socket.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                                    + CHAIN_ID.length() + "\r\nExpect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] invitation = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(invitation, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 Continue");
            socket.getOutputStream().write(CHAIN_ID.getBytes(StandardCharsets.US_ASCII));
            assertThat(rest(socket)).contains(CHAIN_ID_ANSWER);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost | 200",
                "LOCALHOST:8545 | 200",
                "127.0.0.1 | 200",
                "192.168.7.9:8545 | 200",
                "[::1]:8545 | 200",
                "node.example | 200",
                "evil.example | 403",
                "evil.example:8545 | 403",
                "localhost.evil.example | 403",
                "127.0.0.1.evil.example | 403",
                "[::1 | 403",
                "'' | 403"
            })
    void answersOnlyToItsOwnNames(String host, int status) throws IOException {
        var usual = settings(RpcLimits.standard());
        Client client = start(usual.withAccess(usual.access().withHosts("node.example")), PageSource.NONE);

        assertThat(exchange(client, "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void answersOnlyToPagesItTrusts() {
        var usual = settings(RpcLimits.standard());
        Client client = start(usual.withAccess(usual.access().withOrigins("https://wallet.example")), PageSource.NONE);

        HttpResponse<String> trusted = withOrigin(client, "https://wallet.example");
        assertThat(trusted.statusCode()).isEqualTo(200);
        assertThat(trusted.headers().firstValue("access-control-allow-origin")).contains("https://wallet.example");
        HttpResponse<String> stranger = withOrigin(client, "https://evil.example");
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.headers().firstValue("access-control-allow-origin")).isEmpty();
        String own = "http://127.0.0.1:" + client.uri().getPort();
        assertThat(withOrigin(client, own).statusCode()).isEqualTo(200);
        assertThat(client.post(CHAIN_ID).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> withOrigin(Client client, String origin) {
        return client.send(HttpRequest.newBuilder(client.uri())
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(CHAIN_ID)));
    }

    @Test
    void answersABrowsersPreflight() {
        Client client = start();

        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(client.uri())
                .header("Origin", "https://dapp.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-headers")).contains("Content-Type, Authorization");
        assertThat(answer.headers().firstValue("access-control-allow-methods").orElseThrow())
                .contains("POST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage\\r\\n\\r\\n | 400",
                "GET / HTTP/1.1\\r\\n\\r\\n | 400",
                "\\0\\1\\2\\r\\n\\r\\n | 400",
                "DELETE / HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n | 405",
                "POST /elsewhere HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\nContent-Length: 0\\r\\n\\r\\n "
                        + "| 404",
                "POST / HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: x\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: -1\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400",
                "GET http://localhost/ HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n | 200"
            })
    void answersWhatIsNoProperRequest(String request, int status) throws IOException {
        assertThat(exchange(start(), request.translateEscapes())).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void refusesEndlessHeaders() throws IOException {
        Client client = start();

        assertThat(exchange(client, "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(exchange(client, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(17_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void survivesGarbage() throws IOException {
        Client client = start();
        var random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[random.nextInt(1, 4_000)];
            random.nextBytes(garbage);
            try (Socket socket = connect(client)) {
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                rest(socket);
            } catch (IOException reset) {
                // As good an answer to garbage as any.
            }
        }
        assertThat(client.post(CHAIN_ID).body()).isEqualTo(CHAIN_ID_ANSWER);
    }

    @Test
    void endsAConnectionThatSendsNoWholeRequestInTime() throws IOException {
        RpcLimits limits = RpcLimits.standard();
        Client client = start(
                limits.withConnections(limits.connections().withTimes(Duration.ofMillis(200), Duration.ofSeconds(5))));
        try (Socket silent = connect(client);
                Socket slow = connect(client)) {
            slow.getOutputStream().write("POST / HTTP/1.1\r\nHost: lo".getBytes(StandardCharsets.US_ASCII));

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void endsConnectionsOverTheLimit() throws IOException {
        RpcLimits limits = RpcLimits.standard();
        Client client = start(limits.withConnections(limits.connections().withConnections(10, 2)));
        try (Socket one = connect(client);
                Socket two = connect(client)) {
            askOnce(one);
            askOnce(two);
            try (Socket three = connect(client)) {
                assertThat(readOrReset(three)).isEqualTo(-1);
            }
            askOnce(one);
        }
    }

    private static void askOnce(Socket socket) throws IOException {
        socket.getOutputStream().write(http("POST / HTTP/1.1", "", CHAIN_ID).getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        while (!answer.toString().contains(CHAIN_ID_ANSWER)) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotEqualTo(-1);
            answer.append((char) next);
        }
    }

    private static int readOrReset(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void refusesRequestsOverTheLimitAndRecovers() throws Exception {
        RpcLimits limits = RpcLimits.standard();
        Client client = start(limits.withConnections(limits.connections().withRequests(100, 2)));
        var entered = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        chain.onCall = request -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return new CallOutcome.Returned(request.data(), 0);
        };
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[{}]}";
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> waiting =
                    List.of(threads.submit(() -> client.post(call)), threads.submit(() -> client.post(call)));
            entered.await();

            HttpResponse<String> refused = client.post(CHAIN_ID);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("-32005");

            release.countDown();
            for (var answer : waiting) {
                assertThat(answer.get().body()).contains("\"result\":\"0x\"");
            }
        }
        assertThat(client.post(CHAIN_ID).statusCode()).isEqualTo(200);
    }

    @Test
    void holdsNoMoreRequestBytesThanItHasRoomFor() throws IOException {
        RpcLimits limits = RpcLimits.standard();
        ConnectionLimits tight = limits.connections().withBuffers(100_000, 1 << 20);
        Client client = start(limits.withConnections(tight));

        assertThat(client.post(" ".repeat(200_000)).statusCode()).isEqualTo(503);
        // What was charged for the refused request has been given back.
        assertThat(client.post(" ".repeat(60_000) + CHAIN_ID).body()).isEqualTo(CHAIN_ID_ANSWER);
        assertThat(client.post(" ".repeat(60_000) + CHAIN_ID).body()).isEqualTo(CHAIN_ID_ANSWER);
    }

    @Test
    void sendsNoMoreAnswerBytesThanItHasRoomFor() {
        RpcLimits limits = RpcLimits.standard();
        ConnectionLimits tight = limits.connections().withBuffers(1 << 20, 1_000);
        Client client = start(limits.withConnections(tight));

        assertThat(client.post("[" + (CHAIN_ID + ",").repeat(50) + CHAIN_ID + "]")
                        .statusCode())
                .isEqualTo(503);
        assertThat(client.post(CHAIN_ID).body()).isEqualTo(CHAIN_ID_ANSWER);
    }

    @Test
    void showsPagesOfOthers() {
        Client client = start(
                settings(RpcLimits.standard()),
                PageSource.routes(Map.of(
                        "/metrics", () -> Page.text(200, "up 1\n"),
                        "/readiness", () -> Page.text(503, "syncing\n"),
                        "/broken",
                                () -> {
                                    throw new IllegalStateException("secret");
                                })));

        assertThat(client.get("/metrics").body()).isEqualTo("up 1\n");
        assertThat(client.get("/metrics?x=y").body()).isEqualTo("up 1\n");
        assertThat(client.get("/readiness").statusCode()).isEqualTo(503);
        assertThat(client.get("/broken").statusCode()).isEqualTo(500);
        assertThat(client.get("/broken").body()).doesNotContain("secret");
        assertThat(client.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(client.get("/").body()).contains("JSON-RPC");
    }

    @Test
    void servesTheExplorer() {
        Client client =
                start(settings(RpcLimits.standard()), new StaticSite(HttpTest.class.getClassLoader(), "testsite/"));

        HttpResponse<String> index = client.get("/");
        assertThat(index.body()).contains("a page");
        assertThat(index.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(index.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'self'");
        String tag = index.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again =
                client.send(HttpRequest.newBuilder(client.uri()).header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        HttpResponse<String> head =
                client.send(HttpRequest.newBuilder(client.uri()).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length").orElseThrow())
                .isEqualTo(index.body().length());
        assertThat(client.get("/inner/script.js").headers().firstValue("content-type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(client.get("/block/17").body()).contains("a page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt", "/inner/../../secret.txt", "//secret.txt", "/%2e%2e/secret.txt", "/.hidden.txt",
                "/inner/.hidden.txt", "/..%5csecret.txt", "/inner/missing.js", "/inner/page.class", "/a\u00e4.txt"
            })
    void servesNothingElse(String path) throws IOException {
        Client client =
                start(settings(RpcLimits.standard()), new StaticSite(HttpTest.class.getClassLoader(), "testsite/"));

        assertThat(exchange(client, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void saysWhenAnAddressIsTaken() {
        Client client = start();
        var taken = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), client.uri().getPort());
        var settings = new RpcSettings(taken, Access.USUAL, "x", RpcLimits.standard());

        assertThatThrownBy(() -> RpcServer.start(settings, chain, new RpcMethods(), PageSource.NONE, RpcObserver.NONE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(Integer.toString(taken.getPort()));
        // Nothing of the server that could not start is left behind.
        assertThat(chain.listeners()).isEqualTo(2);
    }

    @Test
    void stopsListeningWhenClosed() throws Exception {
        Client client = start();
        client.post(CHAIN_ID);

        closeAll();

        assertThat(chain.listeners()).isZero();
        assertThatThrownBy(() -> connect(client)).isInstanceOf(IOException.class);
    }

    private static String http(String line, String headers, String body) {
        return line + "\r\nHost: localhost\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static Socket connect(Client client) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), client.uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends bytes as they are and reads until the server ends the connection. */
    private static String exchange(Client client, String request) throws IOException {
        try (Socket socket = connect(client)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
