// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.device.AgentSettings;
import network.banyan.device.Progress;
import network.banyan.device.Registrar;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.node.devnet.TestAccount;
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
        rpc = said(devnet, "RPC +(http://\\S+)");
    }

    @AfterAll
    static void end() {
        devnet.close();
    }

    private static String said(Cli.Running command, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        Deadline.until(
                "it says " + pattern, () -> wanted.matcher(command.said()).find());
        Matcher matcher = wanted.matcher(command.said());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static RpcNodePort port(int account) {
        return new RpcNodePort(
                new JsonRpcClient(URI.create(rpc)),
                TestAccount.all().get(account - 1).privateKey());
    }

    @Test
    void recordsComeInAndTheirLogIsAnchored() {
        var device = SoftwareKey.openOrCreate(dir.resolve("device.p12"), dir.resolve("device.password"));
        RpcNodePort owner = port(4);
        var registrar = new Registrar(device, owner, AgentSettings.of("meter", owner.payer()));
        Deadline.until(
                "the device is registered",
                () -> registrar.advance(System.nanoTime() / 1_000_000) instanceof Progress.Moved);
        try (Cli.Running gateway = Cli.start(
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
                "0",
                "--anchor-seconds",
                "1")) {
            Hash id = Hash.fromHex(said(gateway, "gateway (0x[0-9a-f]{64})"));
            int mqtt = Integer.parseInt(said(gateway, "127\\.0\\.0\\.1:([0-9]+), HTTP"));
            Mqtt5BlockingClient client = Mqtt5Client.builder()
                    .identifier(device.device().toHex())
                    .serverHost("127.0.0.1")
                    .serverPort(mqtt)
                    .buildBlocking();
            client.connect();
            Hash previous = Hash.ZERO;
            for (long sequence = 1; sequence <= 20; sequence++) {
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
            Deadline.until(
                    "the chain holds the log of 20",
                    () -> GatewayLogContract.latest(
                                            owner.call(GatewayLogContract.ADDRESS, GatewayLogContract.latest(id)))
                                    .size()
                            == 20);
            String web = said(gateway, "HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
            isProvenOffline(web, "json");
            isProvenOffline(web, "cbor", "--cbor");
            evidence(web, "meter/21").isASentenceAbout("keeps no record 21");
        }
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
