// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;
import network.banyan.hub.HubException;
import network.banyan.sdk.WholeAnswer;

/** Connect's unary protocol with JSON, as a client that believes nothing (rule 1). */
final class Wire implements AutoCloseable {
    static final int ANSWER_BYTES_MAX = 4 << 20;
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(5);
    private static final int DEPTH_MAX = 8;
    private static final int OK = 200;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final URI endpoint;
    private final Duration timeMax;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIME_MAX)
            .build();

    Wire(URI endpoint, Duration timeMax) {
        this.endpoint = endpoint;
        this.timeMax = timeMax;
    }

    <T> T ask(Call call, Asked asked, Function<Fields, T> read) {
        try {
            return read.apply(new Fields(call.response(), answer(call, asked), "answer"));
        } catch (HubException broken) {
            throw new ForeignFailure.Wrong(call, String.valueOf(broken.getMessage()));
        }
    }

    private JsonNode answer(Call call, Asked asked) {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(Call.SERVICE + call.path()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(asked.json())))
                    .build();
            HttpResponse<byte[]> response = WholeAnswer.of(http, request, ANSWER_BYTES_MAX, timeMax);
            JsonNode answer = parse(call, response);
            if (response.statusCode() != OK) {
                throw refusal(call, response.statusCode(), answer);
            }
            return answer;
        } catch (IOException noAnswer) {
            throw new ForeignFailure.Away(call, "no whole answer from " + endpoint + ": " + reason(noAnswer), noAnswer);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ForeignFailure.Away(call, "interrupted", stopping);
        }
    }

    private static JsonNode parse(Call call, HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException notJson) {
            throw new ForeignFailure.Wrong(call, "HTTP status %d and no JSON".formatted(response.statusCode()));
        }
    }

    private static ForeignFailure refusal(Call call, int status, JsonNode answer) {
        String text = answer.path("code").asText();
        return RefusalCode.of(text)
                .filter(code -> code.status() == status)
                .<ForeignFailure>map(code -> new ForeignFailure.Refused(
                        call, code, Words.ofStranger(answer.path("message").asText("no reason given"))))
                .orElseGet(() -> new ForeignFailure.Wrong(
                        call,
                        "HTTP status %d with the code '%s', which are none that belong together"
                                .formatted(status, Words.ofStranger(text))));
    }

    /** The JDK's client gives no words for the commonest of all failures. */
    private static String reason(IOException noAnswer) {
        if (noAnswer instanceof ConnectException) {
            return "nothing listens there. Is the chain running?";
        }
        return noAnswer.getMessage() == null ? "the connection broke" : noAnswer.getMessage();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
