// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said to be taken is there after SIGKILL: a real gateway process dies right after each answer. */
class TwinKillTest {
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    private final TestDevice device = new TestDevice("one");
    private final Hash id = device.device();

    private record Running(Process process, int mqtt, int web) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private Running start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        folder.toString(),
                        "0",
                        "one")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("listening")) {
            line = out.readLine();
        }
        assertThat(line).as("the gateway started").isNotNull();
        String[] words = String.valueOf(line).split(" ");
        return new Running(process, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private HttpResponse<String> ask(Running gateway, String path, HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:%d/v1/devices/%s%s".formatted(gateway.web(), id, path));
            return client.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private Desired desired(int version) {
        return TestOwners.desired(id, TestOwners.ALICE, 0, version, "{\"interval\":\"%ds\"}".formatted(version));
    }

    private Reported reported(int version) {
        return Reported.sign(
                new Reported.State(
                        id, version, TestDevice.TIME, new TwinVersion(0, version), TwinDocument.EMPTY, new TreeMap<>()),
                device);
    }

    @Test
    void aDesiredDocumentThatWasTakenAndAnAcknowledgedReportSurviveKills() throws Exception {
        for (int round = 1; round <= KILLS; round++) {
            try (Running gateway = start()) {
                if (round > 1) {
                    isKept(gateway, round - 1);
                }
                HttpResponse<String> taken = ask(
                        gateway,
                        "/twin/desired",
                        HttpRequest.newBuilder()
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(
                                        desired(round).encode().toArray())));
                assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            }
            try (Running gateway = start()) {
                assertThat(heard(gateway, round)).isEqualTo(desired(round));
            }
        }
    }

    private void isKept(Running gateway, int round) throws Exception {
        JsonNode twin = new ObjectMapper()
                .readTree(ask(gateway, "/twin", HttpRequest.newBuilder()).body());
        assertThat(twin.path("desired").path("version").asLong()).isEqualTo(round);
        assertThat(twin.path("reported").path("signed").asText())
                .isEqualTo(reported(round).encoded().toHex());
    }

    /** As a device: hears what is desired, and has its report acknowledged. */
    private Desired heard(Running gateway, int round) throws InterruptedException {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier(id.toHex())
                .serverHost("127.0.0.1")
                .serverPort(gateway.mqtt())
                .buildBlocking();
        client.connect();
        try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith()
                    .topicFilter(Topics.desired(id))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            byte[] message =
                    publishes.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes();
            client.publishWith()
                    .topic(Topics.reported(id))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(reported(round).encoded().toArray())
                    .send();
            return Desired.decode(Bytes.wrap(message));
        }
    }
}
