// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.node.Banyan;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code banyan data} on a devnet: a meter's records go from a gateway into its owner's vault, are shared with a DID, revoked
 * and forgotten.
 */
class DataCommandsTest {
    /** The start of an hour, in milliseconds. */
    private static final long HOUR = 1_763_683_200_000L;

    private static final int OWNER = 4;
    private static final int BOB = 5;
    private static final int CAROL = 6;

    @TempDir
    private static Path dir;

    private static Cli.Running devnet;
    private static Cli.Running gateway;
    private static String rpc;
    private static String web;
    private static SoftwareKey device;
    private static Mqtt5BlockingClient mqtt;

    private static Hash previous = Hash.ZERO;
    private static long sequence;

    @BeforeAll
    static void startADevnetWithAGateway() {
        devnet = Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device");
        rpc = devnet.says("RPC +(http://\\S+)");
        device = SoftwareKey.openOrCreate(dir.resolve("device.p12"), dir.resolve("device.password"));
        var owner = new RpcNodePort(
                new JsonRpcClient(URI.create(rpc)), account(OWNER).privateKey());
        Registration.of(device, "meter", owner);
        gateway = Cli.start(
                dir,
                "gateway",
                "--account",
                "2",
                "--plaintext",
                "--dir",
                dir.resolve("gateway").toString(),
                "--node",
                rpc,
                "--mqtt-port",
                "0",
                "--http-port",
                "0");
        int port = Integer.parseInt(gateway.says("127\\.0\\.0\\.1:([0-9]+), HTTP"));
        web = gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
        mqtt = Mqtt5Client.builder()
                .identifier(device.device().toHex())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        mqtt.connect();
    }

    @AfterAll
    static void end() {
        mqtt.disconnect();
        gateway.close();
        devnet.close();
    }

    private static TestAccount account(int number) {
        return TestAccount.all().get(number - 1);
    }

    private static String did(int account) {
        return "did:banyan:468900:account:" + account(account).address().toHex();
    }

    /** The gateway acknowledges each, so they are in its log when this returns. */
    private static void measure(int hour, int count) {
        for (int i = 0; i < count; i++) {
            DeviceRecord record = DeviceRecord.sign(
                    device.device(),
                    ++sequence,
                    previous,
                    HOUR + 3_600_000L * hour + sequence,
                    List.of(Reading.of("temperature", "Cel", "21." + sequence % 10)),
                    device);
            mqtt.publishWith()
                    .topic(Topics.records(device.device()))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(record.encoded().toArray())
                    .send();
            previous = record.id();
        }
    }

    private static Cli.Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--node", rpc));
        return Cli.run(dir, all.toArray(String[]::new));
    }

    private static Cli.Outcome owner(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of("--account", "" + OWNER, "--vault", dir.resolve("vault").toString(), "--store", cloud()));
        return run(all.toArray(String[]::new));
    }

    private static String cloud() {
        return dir.resolve("cloud").toString();
    }

    private static Cli.Outcome fetch(int account, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "data", "fetch", "meter", "--as", did(account), "--opening-key", key(account), "--store", cloud()));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }

    private static String key(int account) {
        return dir.resolve("x25519-" + account).toString();
    }

    private static void makeAKey(int account) {
        String multikey = well(Cli.run(dir, "did", "new-key", key(account), "--type", "x25519"))
                .strip();
        assertThat(multikey).startsWith("z6LS");
        well(run("did", "add-key", did(account), multikey, "--account", "" + account));
    }

    private static String well(Cli.Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }

    @Test
    void dataIsStoredSharedRevokedAndForgotten() throws IOException {
        measure(0, 5);
        measure(1, 5);
        assertThat(well(owner("data", "store", "meter", "--gateway", web))).contains("sealed       10 records in 2");
        assertThat(well(owner("data", "store", "meter", "--gateway", web))).contains("sealed       0 records");

        // Nobody without a key in its document can be granted anything.
        Cli.Outcome keyless = owner("data", "share", "meter", did(BOB));
        assertThat(keyless.exit()).isEqualTo(Banyan.FAILED);
        assertThat(keyless.err()).contains("no X25519 key");
        makeAKey(BOB);
        makeAKey(CAROL);
        assertThat(well(owner("data", "share", "meter", did(BOB), "--from", "2025-11-21T01:00:00Z")))
                .contains("number 0");
        well(owner("data", "share", "meter", did(CAROL)));

        // Bob has the second hour, Carol all.
        assertThat(well(fetch(BOB))).contains("5 records", "nothing is missing", "temperature 21.6 Cel");
        assertThat(well(fetch(CAROL, "--records", dir.resolve("meter.cbor").toString())))
                .contains("10 records");
        assertThat(dir.resolve("meter.cbor")).isNotEmptyFile();
        assertThat(fetch(BOB, "--until", "2025-11-21T00:30:00Z").err()).contains("Nothing of that time is granted");

        well(owner("data", "revoke", "meter", "0"));
        measure(2, 5);
        well(owner("data", "store", "meter", "--gateway", web));
        assertThat(fetch(BOB).err()).contains("is revoked");
        assertThat(well(fetch(CAROL))).contains("15 records", "nothing is missing");
        assertThat(well(run("data", "list", "meter"))).contains("segments     3", "keys         epoch 1", "revoked");

        well(owner("data", "forget", "meter", "--from", "2025-11-21T00:00:00Z", "--until", "2025-11-21T01:00:00Z"));
        Cli.Outcome rest = fetch(CAROL);
        assertThat(rest.exit()).isEqualTo(Banyan.FAILED);
        assertThat(rest.out()).contains("records 1 to 5", "10 records");
        assertThat(run("data", "fetch", "meter", "--vault", dir.resolve("vault").toString(), "--store", cloud())
                        .out())
                .contains("records 1 to 5", "10 records");

        // A store that changes one bit is found out, and so is one that shows nothing.
        changeEverySegment();
        assertThat(fetch(CAROL).out()).contains("other bytes than the name says", "0 records");
    }

    private static void changeEverySegment() throws IOException {
        try (Stream<Path> segments = Files.list(Path.of(cloud()).resolve("segments"))) {
            for (Path segment : segments.toList()) {
                byte[] bytes = Files.readAllBytes(segment);
                bytes[bytes.length / 2] ^= 1;
                Files.write(segment, bytes);
            }
        }
    }

    @Test
    void wrongRequestsAreAnsweredWithASentence() {
        run("data", "fetch", "meter").isASentenceAbout("--as", "--vault");
        run("data", "store", "nothing", "--gateway", web, "--account", "" + OWNER)
                .isASentenceAbout("No device is called");
        run("data", "store", "meter", "--gateway", "ftp://x", "--account", "" + OWNER)
                .isASentenceAbout("http://");
        run("data", "store", "meter", "--gateway", web, "--slot-seconds", "5", "--account", "" + OWNER)
                .isASentenceAbout("60 to 86400");
        Cli.Outcome another = run("data", "store", "meter", "--gateway", web, "--account", "7");
        assertThat(another.exit()).isEqualTo(Banyan.FAILED);
        assertThat(another.err()).contains("The device is account");
        run("data", "forget", "meter", "--from", "soon", "--until", "later", "--account", "" + OWNER)
                .isASentenceAbout("a time is like");
        run("data", "share", "meter", did(BOB), "--account", "" + OWNER, "--store", "s3://bucket")
                .isASentenceAbout("AWS_ACCESS_KEY_ID");
    }
}
