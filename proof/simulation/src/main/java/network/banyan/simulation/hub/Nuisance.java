// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What a chain must refuse in Connect's words whoever sends it, and live (docs/spec/foreign.md, rules 1 and 2). */
record Nuisance(URI endpoint) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TOO_MUCH = 5 << 20;

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"sequence\": -1}",
            "{\"sequence\": 1.5}",
            "{\"sequence\": \"x\"}",
            "{\"sequence\": true}",
            "{\"sequence\": \"18446744073709551616\"}",
            "[".repeat(50_000));

    void send() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String body : BODIES) {
                String shown = body.length() > 40 ? body.substring(0, 40) + "..." : body;
                refused(client, "Line", body.getBytes(StandardCharsets.UTF_8), 400, "invalid_argument", shown);
            }
            byte[] garbage = {(byte) 0xff, (byte) 0xfe, 0};
            refused(client, "Line", garbage, 400, "invalid_argument", "what is no UTF-8");
            String key = "{\"rootChainId\": \"1\", \"hubChains\": \"AQ==\", \"key\": \"AQ==\", \"account\": \"AQ==\"}";
            refused(
                    client,
                    "Prove",
                    key.getBytes(StandardCharsets.UTF_8),
                    400,
                    "invalid_argument",
                    "bytes of wrong sizes");
            refused(client, "Nothing", new byte[] {'{', '}'}, 404, "unimplemented", "a call that is none");
            byte[] much = new byte[TOO_MUCH];
            Arrays.fill(much, (byte) ' ');
            tooMuch(client, much);
        }
    }

    private void refused(HttpClient client, String call, byte[] body, int status, String code, String what) {
        HttpResponse<String> answer;
        try {
            answer = post(client, call, body);
        } catch (IOException dead) {
            throw new Books.Broken("%s: no answer: %s".formatted(what, dead));
        }
        boolean isRight = answer.statusCode() == status && answer.body().contains('"' + code + '"');
        Books.require(isRight, "%s: %d %s", what, answer.statusCode(), answer.body());
    }

    /** Who hangs up before all of it came has refused it, too. */
    private void tooMuch(HttpClient client, byte[] body) {
        try {
            int status = post(client, "Line", body).statusCode();
            Books.require(status == 429, "a body of %d bytes: %d", body.length, status);
        } catch (IOException hungUp) {
            refused(client, "Nothing", new byte[] {'{', '}'}, 404, "unimplemented", "after a body too large");
        }
    }

    private HttpResponse<String> post(HttpClient client, String call, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(endpoint.resolve("/banyan.sidechain.v1.Sidechain/" + call))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }
}
