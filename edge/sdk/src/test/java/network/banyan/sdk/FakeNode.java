// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Answers every request as a test says. */
final class FakeNode implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    private volatile UnaryOperator<String> answer = _ -> "";
    private final HttpServer server;

    FakeNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(request);
            authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            byte[] body = answer.apply(request).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    void answer(UnaryOperator<String> with) {
        answer = with;
    }

    /** Answers any single request with a result. */
    void result(String json) {
        answer = _ -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}";
    }

    void error(int code, String message, String data) {
        answer = _ -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":%d,\"message\":\"%s\",\"data\":%s}}"
                .formatted(code, message, data);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
