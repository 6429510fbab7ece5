// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.Receipt;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway, with a chain that is a fake. */
class GatewayTest {
    @TempDir
    Path folder;

    private final TestDevice signer = new TestDevice("gateway");
    private final TestDevice device = new TestDevice("device");
    private final FakeChain chain = new FakeChain(signer);
    private final TestRegistry registry = new TestRegistry().with(device);
    private final TestOwners owners = new TestOwners();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

    private Gateway start(Optional<Path> rules, long anchorMillis) {
        var settings = new GatewaySettings(
                folder,
                "gateway",
                chain.payer(),
                "127.0.0.1",
                0,
                true,
                "127.0.0.1",
                0,
                rules,
                anchorMillis,
                3_600_000,
                new LogPlace.Folder(),
                1 << 30,
                2,
                List.of());
        return new Gateway(
                settings,
                signer,
                new Gateway.Chain(chain, chain::latest, registry, new NoProofs(), owners),
                Disk.REAL,
                failure::complete);
    }

    private void publish(Gateway gateway, List<DeviceRecord> records) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier(device.device().toHex())
                .serverHost("127.0.0.1")
                .serverPort(gateway.mqttPort())
                .buildBlocking();
        client.connect();
        for (DeviceRecord record : records) {
            client.publishWith()
                    .topic(Topics.records(device.device()))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(record.encoded().toArray())
                    .send();
        }
        client.disconnect();
    }

    private static byte[] get(Gateway gateway, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            return response.body();
        }
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void theLogIsAnchoredAndEveryAnchorExtendsTheOneBefore() throws Exception {
        List<DeviceRecord> records = device.chain(30);
        try (Gateway gateway = start(Optional.empty(), 0)) {
            for (int from = 0; from < 30; from += 10) {
                publish(gateway, records.subList(from, from + 10));
                long size = from + 10;
                await(() -> gateway.anchored() == size);
            }
            JsonNode leaf = new ObjectMapper().readTree(get(gateway, "/v1/leaves/4"));
            long size = leaf.path("anchor").path("size").asLong();
            List<Hash> path = new ArrayList<>();
            leaf.path("anchor").path("path").forEach(hash -> path.add(Hash.fromHex(hash.asText())));
            Hash root = MerkleTree.climb(MerkleTree.leafHash(records.get(4).encoded()), 4, size, path)
                    .orElseThrow();
            assertThat(chain.accepted())
                    .anyMatch(anchor -> anchor.head().equals(new GatewayLogContract.Head(signer.device(), root, size)));

            LogCheckpoint head = LogCheckpoint.decode(Bytes.wrap(get(gateway, "/checkpoint")));
            assertThat(head.isSignedBy(signer.key())).isTrue();
            assertThat(head.header().size()).isEqualTo(30);
            JsonNode proof = new ObjectMapper().readTree(get(gateway, "/consistency/10/30"));
            List<Hash> hashes = new ArrayList<>();
            proof.path("proof").forEach(hash -> hashes.add(Hash.fromHex(hash.asText())));
            assertThat(MerkleLog.isConsistent(
                            10, Hash.fromHex(proof.path("firstRoot").asText()), 30, head.root(), hashes))
                    .isTrue();
            String id = device.device().toHex();
            Receipt receipt = Receipt.decode(Bytes.wrap(get(gateway, "/v1/devices/" + id + "/receipts/5")));
            assertThat(receipt.proves(records.get(4).encoded(), signer.key())).isTrue();
            assertThat(new String(get(gateway, "/metrics"), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("banyan_gateway_records_taken_total 30\n", "banyan_gateway_anchored_size 30\n");
            assertThat(get(gateway, "/tile/0/000.p/30")).hasSize(30 * 32);
        }
        assertThat(failure).isNotDone();
    }

    @Test
    void recordsAreTakenWhileTheChainIsAwayAndAnchoredAfter() throws Exception {
        try (Gateway gateway = start(Optional.empty(), 0)) {
            publish(gateway, device.chain(1));
            await(() -> gateway.anchored() == 1);
            chain.isAway(true);
            registry.isAway(true);
            publish(gateway, device.chain(20));
            assertThat(gateway.size()).isEqualTo(21);
            assertThat(gateway.anchored()).isEqualTo(1);
            chain.isAway(false);
            await(() -> gateway.anchored() == 21);
        }
        // A restart goes on where both stand.
        try (Gateway gateway = start(Optional.empty(), 0)) {
            publish(gateway, device.chain(1));
            await(() -> gateway.anchored() == 22);
        }
    }

    @Test
    void aDiskThatWasRestoredMakesNoSecondHistory() throws Exception {
        try (Gateway gateway = start(Optional.empty(), 0)) {
            publish(gateway, device.chain(2));
            await(() -> gateway.anchored() == 2);
        }
        Files.delete(folder.resolve("log/0000000000000000.log"));
        try (Gateway gateway = start(Optional.empty(), 0)) {
            assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessageContaining("the disk was restored");
            assertThat(gateway.size()).isZero();
        }
    }

    @Test
    void aRuleWritesToTheChainOnlyWhenItFreezes() throws Exception {
        Path rules = folder.resolve("rules.toml");
        Files.writeString(rules, """
                [[rule]]
                name = "usual"
                when = "reading.value >= 0.0"
                then = "keep"

                [[rule]]
                name = "frozen"
                when = "reading.value < 0.0"
                then = "record"
                alarm = true
                """);
        try (Gateway gateway = start(Optional.of(rules), 0)) {
            publish(gateway, device.chain(5));
            assertThat(gateway.anchored()).isZero();
            publish(gateway, List.of(device.next(Reading.of("temperature", "Cel", "-2.5"))));
            await(() -> gateway.anchored() == 6);
            await(() -> chain.lastPublished(device.device()) == 6);
            assertThat(chain.accepted()).hasSize(1);
            JsonNode alarms = new ObjectMapper().readTree(get(gateway, "/v1/alarms"));
            assertThat(alarms.get(0).path("rule").asText()).isEqualTo("frozen");
            assertThat(alarms.get(0).path("sequence").asLong()).isEqualTo(6);
        }
    }

    @Test
    void aDashboardSeesWhoWritesWhatTheyMeasuredAndWhichRulesApplied() throws Exception {
        Path rules = folder.resolve("rules.toml");
        Files.writeString(rules, """
                [[rule]]
                name = "<b>frozen</b>"
                when = "reading.value < 0.0"
                then = "record"
                alarm = true
                """);
        try (Gateway gateway = start(Optional.of(rules), 0)) {
            publish(gateway, device.chain(249));
            publish(
                    gateway,
                    List.of(device.next(
                            Reading.of("temperature", "Cel", "-2.50"),
                            Reading.of("temperature", "Cel", "21.00").after(1_500))));
            await(() -> gateway.anchored() == 250);

            JsonNode devices = new ObjectMapper().readTree(get(gateway, "/v1/devices"));
            assertThat(devices).hasSize(1);
            assertThat(devices.get(0).path("id").asText())
                    .isEqualTo(device.device().toHex());
            assertThat(devices.get(0).path("records").asLong()).isEqualTo(250);
            assertThat(devices.get(0).path("anchored").asLong()).isEqualTo(250);
            assertThat(devices.get(0).path("lastReading").asLong()).isEqualTo(TestDevice.TIME + 250_000 + 1_500);

            String path = "/v1/devices/" + device.device().toHex() + "/readings";
            JsonNode newest = new ObjectMapper().readTree(get(gateway, path));
            assertThat(newest).hasSize(200);
            JsonNode frozen = newest.get(0);
            assertThat(frozen.path("sequence").asLong()).isEqualTo(250);
            assertThat(frozen.path("values").toString())
                    .isEqualTo("[{\"name\":\"temperature\",\"unit\":\"Cel\",\"value\":\"-2.50\"},"
                            + "{\"name\":\"temperature\",\"unit\":\"Cel\",\"value\":\"21.00\",\"afterMillis\":1500}]");
            assertThat(frozen.path("rules").toString()).isEqualTo("[{\"name\":\"<b>frozen</b>\",\"alarm\":true}]");
            // The anchor is final, but its proof names no device: there is no evidence to fetch yet.
            assertThat(frozen.path("status").asText()).isEqualTo("logged");
            assertThat(frozen.path("anchored").isNull()).isTrue();
            assertThat(newest.get(1).path("rules")).isEmpty();

            JsonNode oldest = new ObjectMapper().readTree(get(gateway, path + "/before/51"));
            assertThat(oldest).hasSize(50);
            assertThat(oldest.get(49).path("sequence").asLong()).isEqualTo(1);
            assertThat(new ObjectMapper().readTree(get(gateway, path + "/before/1")))
                    .isEmpty();
        }
    }

    @Test
    void hitsAndAlarmsSurviveARestartAndAreNotedOnce() throws Exception {
        Path rules = folder.resolve("rules.toml");
        Files.writeString(rules, """
                [[rule]]
                name = "frozen"
                when = "reading.value < 0.0"
                then = "log"
                alarm = true
                """);
        String path = "/v1/devices/" + device.device().toHex() + "/readings";
        String before;
        try (Gateway gateway = start(Optional.of(rules), 0)) {
            publish(gateway, List.of(device.next(), device.next(Reading.of("temperature", "Cel", "-1"))));
            await(() -> gateway.anchored() == 2);
            await(() -> Files.exists(folder.resolve("rules.state")));
            before = new String(get(gateway, "/v1/alarms"), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(before).contains("\"sequence\":2");
            // What comes after the kept position is judged again when the process is killed before the next one.
            chain.isAway(true);
            publish(gateway, List.of(device.next(Reading.of("temperature", "Cel", "-2"))));
            await(() -> alarms(gateway) == 2);
        }
        try (Gateway gateway = start(Optional.of(rules), 0)) {
            await(() -> alarms(gateway) == 2);
            JsonNode alarms = new ObjectMapper().readTree(get(gateway, "/v1/alarms"));
            assertThat(alarms.get(0).toString()).isEqualTo(before.substring(1, before.length() - 1));
            assertThat(alarms.get(1).path("sequence").asLong()).isEqualTo(3);
            JsonNode rows = new ObjectMapper().readTree(get(gateway, path));
            assertThat(rows.get(0).path("rules")).hasSize(1);
            assertThat(rows.get(1).path("rules").toString()).isEqualTo("[{\"name\":\"frozen\",\"alarm\":true}]");
            assertThat(rows.get(2).path("rules")).isEmpty();
        }
        Files.writeString(folder.resolve("rules.state"), "{\"position\":");
        assertThatThrownBy(() -> start(Optional.of(rules), 0))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("rules.state cannot be read");
    }

    private static int alarms(Gateway gateway) {
        try {
            return new ObjectMapper().readTree(get(gateway, "/v1/alarms")).size();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static HttpResponse<String> put(Gateway gateway, String path, byte[] body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + path))
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void anOwnerDesiresOverHttpAndEachRefusalHasItsStatusAndSentence() throws Exception {
        Hash id = device.device();
        owners.with(id, TestOwners.address(TestOwners.ALICE));
        String path = "/v1/devices/" + id + "/twin";
        try (Gateway gateway = start(Optional.empty(), 0)) {
            byte[] first = desired(1, "{\"interval\":\"5s\"}");
            HttpResponse<String> taken = put(gateway, path + "/desired", first);
            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(taken.body()).contains("\"version\":1", "\"takenAt\":");
            assertThat(put(gateway, path + "/desired", first).body()).isEqualTo(taken.body());

            JsonNode twin = new ObjectMapper().readTree(get(gateway, path));
            assertThat(twin.path("pending").toString()).isEqualTo("[\"/interval\"]");
            assertThat(twin.path("pendingSince")).isEqualTo(twin.path("desired").path("takenAt"));
            assertThat(twin.path("reported").isNull()).isTrue();
            assertThat(twin.path("desired").path("signed").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(first);

            assertThat(put(gateway, path + "/desired", desired(1, "{}")).body()).startsWith("conflict: ");
            HttpResponse<String> stranger = put(
                    gateway,
                    path + "/desired",
                    TestOwners.desired(id, TestOwners.BOB, 0, 2, "{}").encode().toArray());
            assertThat(stranger.statusCode()).isEqualTo(403);
            assertThat(stranger.body()).startsWith("not-owner: ");
            assertThat(put(gateway, path + "/desired", new byte[20_000]).statusCode())
                    .isEqualTo(413);
            assertThat(put(gateway, path + "/desired", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(put(gateway, path, first).statusCode()).isEqualTo(405);
            assertThat(put(gateway, "/v1/devices/" + signer.device() + "/twin/desired", first)
                            .body())
                    .startsWith("wrong-device: ");
            owners.isAway(true);
            HttpResponse<String> away = put(gateway, path + "/desired", desired(2, "{}"));
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.body()).startsWith("busy: ");
            owners.isAway(false);
            owners.transfer(id, TestOwners.address(TestOwners.BOB));
            HttpResponse<String> former = put(gateway, path + "/desired", desired(2, "{}"));
            assertThat(former.statusCode()).isEqualTo(409);
            assertThat(former.body()).startsWith("wrong-tenure: ");
        }
    }

    private byte[] desired(long version, String document) {
        return TestOwners.desired(device.device(), TestOwners.ALICE, 0, version, document)
                .encode()
                .toArray();
    }

    @Test
    void wrongRulesAreToldBeforeAnythingStarts() throws Exception {
        Path rules = folder.resolve("rules.toml");
        Files.writeString(rules, "[[rule]]\nname = 'a'\nwhen = 'reading.value <'\nthen = 'keep'\n");
        assertThatThrownBy(() -> start(Optional.of(rules), 0))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("rule \"a\"");
    }
}
