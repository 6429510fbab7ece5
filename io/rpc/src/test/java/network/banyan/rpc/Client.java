// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Speaks to a server over a real socket. */
final class Client implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI uri;

    Client(InetSocketAddress address) {
        this.uri = URI.create("http://127.0.0.1:" + address.getPort() + "/");
    }

    URI uri() {
        return uri;
    }

    HttpClient http() {
        return http;
    }

    HttpResponse<String> post(String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** The whole answer to a request whose parameters are given as JSON text without the outer brackets. */
    JsonNode ask(String method, String params) {
        return parse(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}".formatted(method, params))
                .body());
    }

    JsonNode result(String method, String params) {
        JsonNode answer = ask(method, params);
        if (!answer.has("result")) {
            throw new AssertionError(method + " failed: " + answer);
        }
        return answer.get("result");
    }

    JsonNode result(String method) {
        return result(method, "");
    }

    /** Code and message of the error, as {@code -32000 header not found}. */
    String error(String method, String params) {
        JsonNode answer = ask(method, params);
        if (!answer.has("error")) {
            throw new AssertionError(method + " did not fail: " + answer);
        }
        ObjectNode error = (ObjectNode) answer.get("error");
        return error.get("code").asInt() + " " + error.get("message").asText();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError("not JSON: " + json, malformed);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
