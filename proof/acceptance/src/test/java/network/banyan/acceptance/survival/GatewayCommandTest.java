// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.evidence.witness.TreeHead;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code banyan gateway} on a devnet: a device's records come in over MQTT, and their log is anchored on the chain. */
class GatewayCommandTest {
    @TempDir
    private static Path dir;

    private static Cli.Running devnet;
    private static String rpc;

    @BeforeAll
    static void startADevnet() {
        devnet = Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device");
        rpc = devnet.says("RPC +(http://\\S+)");
    }

    @AfterAll
    static void end() {
        devnet.close();
    }

    private static RpcNodePort port(int account) {
        return new RpcNodePort(
                new JsonRpcClient(URI.create(rpc)),
                TestAccount.all().get(account - 1).privateKey());
    }

    /** On ports of its own; its log is anchored every second. */
    private Cli.Running gateway(int account, Path folder, String... more) {
        List<String> command = new ArrayList<>(List.of("gateway", "--plaintext", "--node", rpc));
        command.addAll(List.of("--account", Integer.toString(account), "--dir", folder.toString()));
        command.addAll(List.of("--mqtt-port", "0", "--http-port", "0", "--anchor-seconds", "1"));
        command.addAll(List.of(more));
        return Cli.start(dir, command.toArray(String[]::new));
    }

    @Test
    void recordsComeInAndTheirLogIsAnchored() {
        var device = SoftwareKey.openOrCreate(dir.resolve("device.p12"), dir.resolve("device.password"));
        RpcNodePort owner = port(4);
        Registration.of(device, "meter", owner);
        try (Cli.Running gateway = gateway(2, dir.resolve("gateway"))) {
            Hash id = Hash.fromHex(gateway.says("gateway (0x[0-9a-f]{64})"));
            int mqtt = Integer.parseInt(gateway.says("127\\.0\\.0\\.1:([0-9]+), HTTP"));
            publish(device, mqtt, 20);
            Deadline.until(
                    "the chain holds the log of 20",
                    () -> GatewayLogContract.latest(
                                            owner.call(GatewayLogContract.ADDRESS, GatewayLogContract.latest(id)))
                                    .size()
                            == 20);
            String web = gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
            isProvenOffline(web, "json");
            isProvenOffline(web, "cbor", "--cbor");
            evidence(web, "meter/21").isASentenceAbout("keeps no record 21");
        }
    }

    /** Over real processes: what is anchored is cosigned, evidence carries that, and a killed witness forgets nothing. */
    @Test
    void aWitnessCosignsTheLogAndRefusesAnotherHistory() throws Exception {
        var device = SoftwareKey.openOrCreate(dir.resolve("seen.p12"), dir.resolve("seen.password"));
        Registration.of(device, "seen", port(8));
        Path folder = Files.createDirectories(dir.resolve("seen-gateway"));
        var key = SoftwareKey.openOrCreate(folder.resolve("gateway.p12"), folder.resolve("gateway.password"));
        NoteKey log = NoteKey.ofGateway(key.device(), key.key());
        String witnessFolder = dir.resolve("witness").toString();
        String[] witnessCommand = {"witness", "--dir", witnessFolder, "--listen", "127.0.0.1:0", "--log", log.text()};
        Cli.Running witness = Cli.start(dir, witnessCommand);
        try (Cli.Running gateway = gateway(7, folder, "--witness", witness.says("--witness '(\\S+)'"))) {
            assertThat(gateway.says("for witnesses: (\\S+)")).isEqualTo(log.text());
            publish(device, Integer.parseInt(gateway.says("127\\.0\\.0\\.1:([0-9]+), HTTP")), 5);
            String web = gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
            isVouchedFor(device.device(), web, witness.says("witness key (\\S+)"));
        } finally {
            witness.process().destroyForcibly();
        }
        Deadline.until("it is dead", () -> !witness.process().isAlive());
        try (Cli.Running again = Cli.start(dir, witnessCommand)) {
            TreeHead other = TreeHead.ofGateway(key.device(), 5, Hash.ZERO);
            var note = new SignedNote(
                    other.text(), List.of(log.line(key.sign(other.bytes().toArray()))));
            String address = again.says("@(http://127\\.0\\.0\\.1:[0-9]+)");
            assertThat(again.said()).contains("seen to 5");
            HttpResponse<String> answer = ask(HttpRequest.newBuilder(URI.create(address + "/add-checkpoint"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            new AddCheckpoint(5, List.of(), note).encode().toArray())));
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("signed another root of this size");
            assertThat(dir.resolve("witness").resolve("lies")).isNotEmptyDirectory();
        }
    }

    /** Of record 3 of 5: those who know the witness take its word, those who know another do not. */
    private void isVouchedFor(Hash device, String web, String known) throws IOException {
        String path = "/v1/devices/%s/evidence/3.json".formatted(device.toHex());
        Deadline.until(
                "evidence tells of the witness",
                () -> ask(HttpRequest.newBuilder(URI.create(web + path))).body().contains("banyan-evidence-4"));
        Deadline.until(
                "the witness saw all",
                () -> ask(HttpRequest.newBuilder(URI.create(web + "/witnessed/5")))
                                .statusCode()
                        == 200);
        assertThat(ask(HttpRequest.newBuilder(URI.create(web + "/metrics"))).body())
                .contains("banyan_gateway_witnessed_size{witness=\"%s\"} 5"
                        .formatted(known.substring(0, known.indexOf('+'))));
        Path bundle = dir.resolve("seen.json");
        Files.writeString(
                bundle, ask(HttpRequest.newBuilder(URI.create(web + path))).body());
        String genesis = dir.resolve("net").resolve("genesis.json").toString();
        Cli.Outcome seen = Cli.run(dir, "verify", bundle.toString(), "--genesis", genesis, "--witness", known);
        assertThat(seen.out())
                .contains("Proven: record 3", "were seen by " + known.substring(0, known.indexOf('+')) + " at 20");
        assertThat(seen.exit()).isZero();
        String stranger =
                NoteKey.ofWitness("w.example", Bytes.wrap(new byte[32])).text();
        Cli.Outcome unseen = Cli.run(dir, "verify", bundle.toString(), "--genesis", genesis, "--witness", stranger);
        assertThat(unseen.out()).contains("NOT proven: the link \"witnesses\"", "0 of the named witnesses saw it");
        assertThat(unseen.exit()).isEqualTo(1);
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void publish(SoftwareKey device, int mqtt, int count) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier(device.device().toHex())
                .serverHost("127.0.0.1")
                .serverPort(mqtt)
                .buildBlocking();
        client.connect();
        Hash previous = Hash.ZERO;
        for (long sequence = 1; sequence <= count; sequence++) {
            DeviceRecord record = DeviceRecord.sign(
                    device.device(),
                    sequence,
                    previous,
                    1_763_683_200_000L + sequence,
                    List.of(Reading.of("temperature", "Cel", "21.5")),
                    device);
            client.publishWith()
                    .topic(Topics.records(device.device()))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(record.encoded().toArray())
                    .send();
            previous = record.id();
        }
        client.disconnect();
    }

    /** The journal, not the process, is the queue: what was kept before a kill -9 arrives, once, and its receipts with it. */
    @Test
    void aTrackerThatIsKilledGoesOnWhereItsJournalEnds() throws IOException {
        StringBuilder table = new StringBuilder("time,lat,lon,temperature (Cel)\n");
        for (int i = 0; i < 600; i++) {
            table.append("%s,52.%05d,13.4,%d.%d\n".formatted(1_772_352_000L + i, i, i % 30, i % 10));
        }
        Path csv = Files.writeString(dir.resolve("walk.csv"), table);
        try (Cli.Running gateway = gateway(5, dir.resolve("gateway-of-tracker"))) {
            String mqtt = "127.0.0.1:" + gateway.says("127\\.0\\.0\\.1:([0-9]+), HTTP");
            String web = gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
            String id = gateway.says("gateway (0x[0-9a-f]{64})");
            List<String> command = List.of(
                    "tracker",
                    "--gateway",
                    mqtt,
                    "--plaintext",
                    "--gateway-id",
                    id,
                    "--node",
                    rpc,
                    "--account",
                    "6",
                    "--name",
                    "walker",
                    "--dir",
                    dir.resolve("tracker").toString(),
                    "--csv",
                    csv.toString(),
                    "--speed");
            long before;
            try (Cli.Running tracker = Cli.start(dir, with(command, "50"))) {
                tracker.says("([1-9][0-9]) with a receipt");
                tracker.process().destroyForcibly();
                Deadline.until("it is dead", () -> !tracker.process().isAlive());
                Matcher records = Pattern.compile("([0-9]+) records").matcher(tracker.said());
                assertThat(records.find()).isTrue();
                before = Long.parseLong(records.group(1));
            }
            Cli.Outcome again = Cli.run(dir, with(command, "1000000"));
            assertThat(again.exit()).as("%s %s", again.out(), again.err()).isZero();
            Matcher end = Pattern.compile("(?s).*\n([0-9,]+) records, \\1 with a receipt\n")
                    .matcher(again.out());
            assertThat(end.lookingAt()).as(again.out()).isTrue();
            long records = Long.parseLong(end.group(1).replace(",", ""));
            assertThat(records)
                    .as("those before the kill, and the table once more")
                    .isGreaterThan(600 + before - 1);
            assertThat(again.out()).contains("receipts of gateway " + id);

            Path bundle = dir.resolve("walker.json");
            Deadline.until(
                    "the gateway proves the last record",
                    () -> evidence(web, "walker/" + records, "--out", bundle.toString())
                                    .exit()
                            == 0);
            String genesis = dir.resolve("net").resolve("genesis.json").toString();
            Cli.Outcome verdict = Cli.run(dir, "verify", bundle.toString(), "--genesis", genesis);
            assertThat(verdict.out()).contains("Proven: record " + records, "lat 52.00599 lat");
        }
    }

    private static String[] with(List<String> command, String speed) {
        List<String> whole = new ArrayList<>(command);
        whole.add(speed);
        return whole.toArray(String[]::new);
    }

    /** The gateway's evidence needs nothing but the genesis. */
    private static void isProvenOffline(String web, String form, String... options) {
        String bundle = dir.resolve("bundle." + form).toString();
        List<String> more = new ArrayList<>(List.of("--out", bundle));
        more.addAll(List.of(options));
        Deadline.until(
                "the gateway proves the record",
                () -> evidence(web, "meter/7", more.toArray(String[]::new)).exit() == 0);
        String genesis = dir.resolve("net").resolve("genesis.json").toString();
        Cli.Outcome verdict = Cli.run(dir, "verify", bundle, "--genesis", genesis);
        assertThat(verdict.out())
                .contains("gateway log contract", "Proven: record 7", "temperature 21.5 Cel", "HELD IN SOFTWARE");
        assertThat(verdict.exit()).isZero();
    }

    private static Cli.Outcome evidence(String web, String reading, String... options) {
        List<String> command = new ArrayList<>(List.of("evidence", reading, "--gateway", web, "--node", rpc));
        command.addAll(List.of(options));
        return Cli.run(dir, command.toArray(String[]::new));
    }

    @Test
    void wrongRequestsAreAnsweredWithASentence() {
        Cli.run(dir, "gateway", "--plaintext").isASentenceAbout("--key", "--account");
        String[][] trackers = {
            {"--gateway", "nowhere", "--plaintext", "--sensors"},
            {"--gateway", "192.0.2.7:1883", "--plaintext", "--sensors"},
            {"--gateway", "127.0.0.1:8883", "--sensors"},
            {
                "--gateway",
                "127.0.0.1:1883",
                "--plaintext",
                "--gpx",
                "none.gpx",
                "--dir",
                dir.resolve("t").toString()
            },
            {"--gateway", "127.0.0.1:1883", "--plaintext", "--sensors", "--batch", "0"}
        };
        String[] sentences = {"127.0.0.1:1883", "needs TLS", "--gateway-certificate", "none.gpx", "--batch"};
        for (int i = 0; i < trackers.length; i++) {
            List<String> command = new ArrayList<>(List.of("tracker"));
            command.addAll(List.of(trackers[i]));
            Cli.run(dir, command.toArray(String[]::new)).isASentenceAbout(sentences[i]);
        }
        Cli.run(dir, "gateway", "--account", "2", "--plaintext", "--host", "192.0.2.7")
                .isASentenceAbout("needs TLS");
        Cli.run(
                        dir,
                        "gateway",
                        "--account",
                        "2",
                        "--plaintext",
                        "--dir",
                        dir.resolve("other").toString(),
                        "--rules",
                        dir.resolve("none.toml").toString())
                .isASentenceAbout("rules file");
    }
}
