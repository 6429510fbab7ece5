// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls a node by JSON-RPC 2.0 over HTTP. A node is not trusted with our memory or time: an answer has a largest size and
 * a latest time. Any number of threads may call at once.
 */
public final class JsonRpcClient implements AutoCloseable {
    private static final long ANSWER_BYTES_MAX = 64L << 20;
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(5);
    private static final int DEPTH_MAX = 64;
    private static final int UNAUTHORIZED = 401;
    private static final int REASON_MAX = 300;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength((int) ANSWER_BYTES_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final URI node;
    private final Duration timeMax;
    private final Optional<NodeSecret> secret;
    private final long answerBytesMax;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIME_MAX)
            .build();

    /**
     * @param node {@code http://} or {@code https://}
     * @param timeMax from sending to the whole answer
     */
    public JsonRpcClient(URI node, Duration timeMax) {
        this(node, timeMax, Optional.empty());
    }

    /**
     * Of a node that answers only to some.
     *
     * @param node {@code http://} or {@code https://}
     * @param timeMax from sending to the whole answer
     * @param secret what the node shares with them; it is not sent
     */
    public JsonRpcClient(URI node, Duration timeMax, Optional<NodeSecret> secret) {
        this(node, timeMax, secret, ANSWER_BYTES_MAX);
    }

    /**
     * For who has little memory.
     *
     * @param node {@code http://} or {@code https://}
     * @param timeMax from sending to the whole answer
     * @param answerBytesMax of one answer
     */
    public JsonRpcClient(URI node, Duration timeMax, long answerBytesMax) {
        this(node, timeMax, Optional.empty(), answerBytesMax);
    }

    private JsonRpcClient(URI node, Duration timeMax, Optional<NodeSecret> secret, long answerBytesMax) {
        if (!"http".equals(node.getScheme()) && !"https".equals(node.getScheme())) {
            throw new IllegalArgumentException("a node's address begins with http:// or https://, not " + node);
        }
        this.node = node;
        this.timeMax = timeMax;
        this.secret = secret;
        this.answerBytesMax = answerBytesMax;
    }

    /** With a time of 10 seconds. */
    public JsonRpcClient(URI node) {
        this(node, Duration.ofSeconds(10));
    }

    /** With a time of 10 seconds. */
    public static JsonRpcClient connect(String node) {
        return new JsonRpcClient(URI.create(node));
    }

    public URI node() {
        return node;
    }

    /** One call of a batch. */
    public record Call(String method, List<JsonNode> params) {
        public Call {
            params = List.copyOf(params);
        }

        /** A call whose parameters are texts, numbers, booleans or JSON. */
        public static Call of(String method, Object... params) {
            List<JsonNode> nodes = new ArrayList<>(params.length);
            for (Object param : params) {
                nodes.add(JSON.valueToTree(param));
            }
            return new Call(method, nodes);
        }
    }

    /**
     * Calls a method.
     *
     * @param params texts, numbers, booleans or JSON
     * @return the result, which may be JSON's {@code null}
     * @throws RpcFailure.Refused if the node answers with an error
     * @throws RpcFailure.Unreachable if there is no sensible answer
     */
    public JsonNode call(String method, Object... params) {
        Call call = Call.of(method, params);
        return result(call, 1, exchange(method, request(call, 1)));
    }

    /**
     * Calls several methods in one message.
     *
     * @return their results, in the order of the calls
     * @throws RpcFailure as {@link #call}; the first error counts
     */
    public List<JsonNode> batch(List<Call> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        ArrayNode requests = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < calls.size(); i++) {
            requests.add(request(calls.get(i), i));
        }
        JsonNode answers = exchange("batch", requests);
        if (!answers.isArray()) {
            // The node refused the batch as a whole, or pretends that one answer is all of them.
            JsonNode odd = result(new Call("batch", List.of()), -1, answers);
            throw new RpcFailure.Unreachable(
                    "batch: %s answered %d calls with one %s".formatted(node, calls.size(), odd.getNodeType()), null);
        }
        Map<Integer, JsonNode> byId = new HashMap<>();
        answers.forEach(answer -> byId.put(answer.path("id").asInt(-1), answer));
        List<JsonNode> results = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            JsonNode answer = byId.get(i);
            if (answer == null) {
                throw new RpcFailure.Unreachable(
                        calls.get(i).method() + ": " + node + " left it out of its answer", null);
            }
            results.add(result(calls.get(i), i, answer));
        }
        return results;
    }

    private static ObjectNode request(Call call, int id) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", call.method());
        request.putArray("params").addAll(call.params());
        return request;
    }

    private JsonNode result(Call call, int id, JsonNode answer) {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            throw new RpcFailure.Refused(
                    call.method(),
                    error.path("code").asInt(),
                    error.path("message").asText("no reason given"),
                    error.get("data"));
        }
        JsonNode result = answer.get("result");
        if (result == null || answer.path("id").asInt(Integer.MIN_VALUE) != id) {
            throw new RpcFailure.Unreachable(call.method() + ": the answer of " + node + " is not JSON-RPC", null);
        }
        return result;
    }

    private JsonNode exchange(String method, JsonNode request) {
        try {
            HttpRequest.Builder message = HttpRequest.newBuilder(node)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)));
            secret.ifPresent(known -> message.header("Authorization", "Bearer " + known.token()));
            return parse(method, WholeAnswer.of(http, message.build(), answerBytesMax, timeMax));
        } catch (IOException noAnswer) {
            throw new RpcFailure.Unreachable(method + ": no answer from " + node + ": " + reason(noAnswer), noAnswer);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RpcFailure.Unreachable(method + ": interrupted", stopping);
        }
    }

    /** The JDK's client gives no words for the commonest of all failures. */
    private static String reason(IOException noAnswer) {
        if (noAnswer instanceof ConnectException) {
            return "nothing listens there. Is the node running?";
        }
        return noAnswer.getMessage() == null ? "the connection broke" : noAnswer.getMessage();
    }

    private JsonNode parse(String method, HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() == UNAUTHORIZED) {
            throw new RpcFailure.Unreachable(
                    "%s: %s refuses: %s".formatted(method, node, printable(response.body())), null);
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException notJson) {
            throw new RpcFailure.Unreachable(
                    "%s: %s answered with HTTP status %d and no JSON".formatted(method, node, response.statusCode()),
                    notJson);
        }
    }

    /** What a stranger says to people: so much of it, and nothing that a terminal obeys. */
    private static String printable(byte[] text) {
        return new String(text, 0, Math.min(text.length, REASON_MAX), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
