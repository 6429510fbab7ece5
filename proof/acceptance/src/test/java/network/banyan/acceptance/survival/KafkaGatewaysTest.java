// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.banyan.broker.KafkaCluster;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.evidence.log.Receipt;
import network.banyan.gateway.Partition;
import network.banyan.node.Banyan;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways share the devices and keep their logs in a Kafka of three brokers, all of them real processes. A gateway and
 * a broker are killed with SIGKILL under load, and a gateway's key is used twice: what was acknowledged is there, once, in
 * each device's order, with receipts that verify, and under an anchor.
 */
class KafkaGatewaysTest {
    private static final int DEVICES_EACH = 2;
    private static final int RECORDS = 3_000;
    private static final int TOTAL = 2 * DEVICES_EACH * RECORDS;

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<SteadyDevice> publishers = new ArrayList<>();
    private final List<Integer> ports = List.of(FreePort.any(), FreePort.any(), FreePort.any());
    private KafkaCluster kafka;
    private String rpc = "";

    @BeforeEach
    void start() throws IOException, InterruptedException {
        kafka = KafkaCluster.start(dir, 3);
        Cli.Running devnet =
                Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device");
        open.add(devnet);
        rpc = devnet.says("RPC +(http://\\S+)");
    }

    @AfterEach
    void end() throws Exception {
        publishers.forEach(SteadyDevice::close);
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        kafka.close();
    }

    @Test
    void killsAndATwinLoseNothingAndDoubleNothing() throws Exception {
        List<SoftwareKey> devices = devices();
        Path firstFolder = dir.resolve("gateway-0");
        Path secondFolder = dir.resolve("gateway-1");
        Cli.Running first = gateway(firstFolder, 0, ports.get(0));
        Cli.Running second = gateway(secondFolder, 1, ports.get(1));
        first.says("(partition 0 of 2)");
        second.says("(partition 1 of 2)");
        devices.forEach(device -> publishers.add(new SteadyDevice(device, ports, RECORDS, 1)));

        awaitDone(TOTAL / 5);
        kill(first);
        // Another machine: nothing comes along but the key.
        Path movedFolder = withTheKeyOf(firstFolder, "gateway-0-moved");
        first = gateway(movedFolder, 0, ports.get(0));
        awaitDone(2 * TOTAL / 5);
        kafka.kill(1);
        TimeUnit.SECONDS.sleep(3);
        kafka.restart(1);
        awaitDone(3 * TOTAL / 5);
        // The same key once more, while its gateway lives: the newcomer writes, the other stops.
        Path twinFolder = withTheKeyOf(secondFolder, "gateway-1-twin");
        Cli.Running twin = gateway(twinFolder, 1, ports.get(2));
        Cli.Outcome stopped = second.await();
        assertThat(stopped.err()).contains("another process writes").doesNotContain("\tat ");
        assertThat(stopped.exit()).isEqualTo(Banyan.FAILED);

        awaitDone(TOTAL);
        List<List<DeviceRecord>> acknowledged = new ArrayList<>();
        for (SteadyDevice publisher : publishers) {
            acknowledged.add(publisher.records());
        }
        check(first, movedFolder, acknowledged, 0);
        check(twin, twinFolder, acknowledged, 1);
        // It anchored after its move; what only its lost folder knew waits for the next anchor (rule 26).
        isProvenOffline(first, acknowledged.getFirst().getFirst().device());
    }

    /** Registered, the first half of partition 0. */
    private List<SoftwareKey> devices() {
        List<SoftwareKey> devices = new ArrayList<>();
        for (int number = 0; devices.size() < 2 * DEVICES_EACH; number++) {
            var key = SoftwareKey.openOrCreate(dir.resolve("device-" + number), dir.resolve("password-" + number));
            if (Partition.of(key.device(), 2) == devices.size() / DEVICES_EACH) {
                RpcNodePort owner = port(4);
                Registration.of(key, "device-" + devices.size(), owner);
                devices.add(key);
            }
        }
        return devices;
    }

    private RpcNodePort port(int account) {
        return new RpcNodePort(
                new JsonRpcClient(URI.create(rpc)),
                TestAccount.all().get(account - 1).privateKey());
    }

    private Cli.Running gateway(Path folder, int partition, int mqttPort) {
        Cli.Running gateway = Cli.start(
                dir,
                "gateway",
                "--account",
                partition == 0 ? "2" : "5",
                "--plaintext",
                "--dir",
                folder.toString(),
                "--node",
                rpc,
                "--mqtt-port",
                Integer.toString(mqttPort),
                "--http-port",
                "0",
                "--anchor-seconds",
                "1",
                "--log",
                "kafka://%s/readings?partition=%d&partitions=2&replication=3".formatted(kafka.brokers(), partition));
        open.add(gateway);
        gateway.says("(HTTP http)");
        return gateway;
    }

    private Path withTheKeyOf(Path folder, String name) throws IOException {
        Path fresh = Files.createDirectory(dir.resolve(name));
        for (String file : List.of("gateway.p12", "gateway.password")) {
            Files.copy(folder.resolve(file), fresh.resolve(file));
        }
        return fresh;
    }

    private static void kill(Cli.Running gateway) throws InterruptedException {
        gateway.process().destroyForcibly().waitFor();
    }

    private void awaitDone(int mark) {
        boolean done = Deadline.within(
                Deadline.PATIENCE,
                () -> publishers.stream().mapToInt(SteadyDevice::acknowledged).sum() >= mark);
        assertThat(done).as("%d records are acknowledged: %s", mark, publishers).isTrue();
    }

    private void check(Cli.Running gateway, Path folder, List<List<DeviceRecord>> acknowledged, int partition)
            throws IOException, InterruptedException {
        String web = web(gateway);
        var key = SoftwareKey.openOrCreate(folder.resolve("gateway.p12"), folder.resolve("gateway.password"));
        List<List<DeviceRecord>> own = acknowledged.subList(partition * DEVICES_EACH, (partition + 1) * DEVICES_EACH);
        int size = own.stream().mapToInt(List::size).sum();
        assertThat(text(web + "/health"))
                .as("each once, and nothing else")
                .contains("\"records\":" + size + ",", "\"partition\":" + partition, "\"log\":\"Kafka\"");
        for (List<DeviceRecord> records : own) {
            assertThat(records).hasSize(RECORDS);
            Hash device = records.getFirst().device();
            long last = -1;
            for (DeviceRecord record : records) {
                Receipt receipt = Receipt.decode(
                        get(web + "/v1/devices/%s/receipts/%d".formatted(device.toHex(), record.sequence())));
                assertThat(receipt.proves(record.encoded(), key.key())).isTrue();
                assertThat(receipt.index())
                        .as("each device's records in their order")
                        .isGreaterThan(last);
                last = receipt.index();
            }
        }
        RpcNodePort reader = port(4);
        Deadline.until(
                "all of it is anchored",
                () -> GatewayLogContract.latest(reader.call(
                                        GatewayLogContract.ADDRESS, GatewayLogContract.latest(key.device())))
                                .size()
                        == size);
    }

    private void isProvenOffline(Cli.Running gateway, Hash device) {
        Path bundle = dir.resolve("bundle.json");
        Deadline.until(
                "the gateway proves the last record",
                () -> Cli.run(
                                        dir,
                                        "evidence",
                                        device.toHex() + "/" + RECORDS,
                                        "--gateway",
                                        web(gateway),
                                        "--node",
                                        rpc,
                                        "--out",
                                        bundle.toString())
                                .exit()
                        == 0);
        Cli.Outcome verdict = Cli.run(
                dir,
                "verify",
                bundle.toString(),
                "--genesis",
                dir.resolve("net").resolve("genesis.json").toString());
        assertThat(verdict.out()).contains("Proven: record " + RECORDS);
    }

    private Bytes get(String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        return Bytes.wrap(answer.body());
    }

    private String text(String url) throws IOException, InterruptedException {
        return new String(get(url).toArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String web(Cli.Running gateway) {
        return gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
    }
}
