// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WholeAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long BYTES_MAX = 8;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        http.shutdownNow();
    }

    /** Answers the first connection with these bytes, says no more, and does not hang up first. */
    private ServerSocket says(String bytes) throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException ended) {
                // The test is over.
            }
        });
        return server;
    }

    private byte[] ask(ServerSocket server, Duration timeMax) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
        return WholeAnswer.of(http, HttpRequest.newBuilder(address).build(), BYTES_MAX, timeMax)
                .body();
    }

    @Test
    void isAllOfIt() throws Exception {
        try (ServerSocket server = says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole")) {
            assertThat(ask(server, LONG)).asString().isEqualTo("whole");
        }
    }

    /** What the JDK's own limit does not see. */
    @Test
    void isNotWaitedForWithoutEndWhenOnlyItsBeginningComes() throws Exception {
        try (ServerSocket server = says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwh")) {
            assertThatThrownBy(() -> ask(server, Duration.ofMillis(300)))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("no whole answer within 300 ms");
        }
    }

    @Test
    void isNotReadWhenItIsTooLarge() throws Exception {
        try (ServerSocket server = says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nninebytes")) {
            assertThatThrownBy(() -> ask(server, LONG)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void tellsWhenNobodyIsThere() throws Exception {
        ServerSocket gone = says("");
        gone.close();
        assertThatThrownBy(() -> ask(gone, LONG)).isInstanceOf(ConnectException.class);
    }
}
