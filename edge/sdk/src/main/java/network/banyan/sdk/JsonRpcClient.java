// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Asks a node over HTTP, one question at a time for each calling thread. Safe for any thread. */
public final class JsonRpcClient {
    /** A larger answer is refused: the node may be anybody's. */
    private static final int ANSWER_BYTES_MAX = 32 << 20;

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);

    private final URI node;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong ids = new AtomicLong();

    public JsonRpcClient(URI node) {
        this.node = node;
        json.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    /** Where the questions go. */
    public URI node() {
        return node;
    }

    /**
     * @param parameters anything Jackson writes: texts, numbers, flags, maps, lists, nodes
     * @return the result; a JSON null if the node answers null
     * @throws RpcFailure if there is no result
     */
    public JsonNode call(String method, Object... parameters) {
        long id = ids.incrementAndGet();
        ObjectNode question =
                json.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        question.set("params", json.valueToTree(parameters));
        JsonNode answer = parse(post(question));
        if (answer.hasNonNull("error")) {
            JsonNode error = answer.get("error");
            throw new RpcFailure(
                    error.path("code").asInt(), error.path("message").asText("unnamed error"), error.get("data"));
        }
        JsonNode result = answer.get("result");
        if (result == null || answer.path("id").asLong() != id) {
            throw new RpcFailure("What answers at %s does not speak JSON-RPC.".formatted(node), null);
        }
        return result;
    }

    private byte[] post(ObjectNode question) {
        try {
            HttpRequest request = HttpRequest.newBuilder(node)
                    .timeout(ANSWER_PATIENCE)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(question)))
                    .build();
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
                if (bytes.length > ANSWER_BYTES_MAX) {
                    throw new RpcFailure("The node at %s answers with over 32 MiB.".formatted(node), null);
                }
                return bytes;
            }
        } catch (IOException away) {
            throw new RpcFailure(
                    "No node answers at %s (%s). Is it running? --rpc names another."
                            .formatted(node, away.getMessage() == null ? "connection refused" : away.getMessage()),
                    away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RpcFailure("The call to %s was interrupted.".formatted(node), interrupted);
        }
    }

    private JsonNode parse(byte[] answer) {
        try {
            return json.readTree(answer);
        } catch (JsonProcessingException notJson) {
            throw new RpcFailure("What answers at %s does not speak JSON-RPC.".formatted(node), notJson);
        } catch (IOException impossible) {
            throw new RpcFailure("The answer of %s cannot be read.".formatted(node), impossible);
        }
    }
}
