// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Hash;
import network.banyan.sdk.GatewayClient;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a gateway acknowledged is there in the end, once and in each device's order, and the chain holds it: after kill -9
 * under load, a disk that takes no more, and a chain that stands still. {@code -Dbanyan.long=true}: 100,000 readings, ten
 * kills, three minutes without a chain.
 */
class ThingsSoakTest {
    private static final boolean LONG = Boolean.getBoolean("banyan.long");
    private static final int DEVICES = 4;
    private static final int KILLS = LONG ? 10 : 2;
    private static final int EACH = (LONG ? 100_000 : 8_000) / DEVICES;
    private static final Duration WITHOUT_A_CHAIN = Duration.ofSeconds(LONG ? 180 : 8);
    private static final Duration WITHOUT_A_DISK = Duration.ofSeconds(LONG ? 30 : 3);
    private static final Duration LATEST = Duration.ofMinutes(LONG ? 40 : 8);

    /** So that the log's files outgrow it at once, and the small ones do not. */
    private static final int FULL_BYTES = 64 << 10;

    @TempDir
    private Path dir;

    private final List<SteadyDevice> devices = new ArrayList<>();
    private final int mqtt = FreePort.any();
    private final int web = FreePort.any();

    @Test
    void nothingAcknowledgedIsLost() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit is absent (Debian: util-linux)");
        try (Cluster cluster = Cluster.prepare(dir)) {
            cluster.startAll();
            cluster.awaitAll(2);
            String rpc = cluster.node(1).client().node().toString();
            Cli.Running gateway = gateway(rpc);
            try {
                Hash id = Hash.fromHex(gateway.says("gateway (0x[0-9a-f]{64})"));
                start(rpc);
                for (int kill = 1; kill <= KILLS; kill++) {
                    await(acknowledgedPart(kill, KILLS + 3), gateway);
                    kill(gateway);
                    gateway = gateway(rpc);
                }
                fillTheDisk(gateway);
                await(acknowledgedPart(KILLS + 1, KILLS + 3), gateway);
                stopTheChain(cluster);
                await(EACH * DEVICES, gateway);
                everyRecordIsThere();
                isOnTheChain(rpc, id);
                isProvenOffline(rpc);
            } finally {
                devices.forEach(SteadyDevice::close);
                gateway.close();
            }
        }
    }

    private Cli.Running gateway(String rpc) {
        Cli.Running running = Cli.start(
                dir,
                "gateway",
                "--account",
                "2",
                "--plaintext",
                "--anchor-seconds",
                "1",
                "--dir",
                dir.resolve("gateway").toString(),
                "--node",
                rpc,
                "--mqtt-port",
                String.valueOf(mqtt),
                "--http-port",
                String.valueOf(web));
        running.says("127\\.0\\.0\\.1:([0-9]+), HTTP");
        return running;
    }

    private void start(String rpc) {
        for (int i = 0; i < DEVICES; i++) {
            var key = SoftwareKey.openOrCreate(dir.resolve("device" + i + ".p12"), dir.resolve("password" + i));
            RpcNodePort owner = new RpcNodePort(
                    new JsonRpcClient(URI.create(rpc)),
                    TestAccount.all().get(3 + i).privateKey());
            Registration.of(key, "soak-" + i, owner);
            devices.add(new SteadyDevice(key, List.of(mqtt), EACH, 16 >> i));
        }
    }

    private long acknowledgedPart(int part, int parts) {
        return EACH * DEVICES * part / parts;
    }

    private long acknowledged() {
        return devices.stream().mapToLong(SteadyDevice::acknowledged).sum();
    }

    private void await(long count, Cli.Running gateway) {
        assertThat(Deadline.within(LATEST, () -> acknowledged() >= count))
                .as(() -> "%,d of %,d records are acknowledged in time%n%s%nthe gateway %s and said%n%s"
                        .formatted(
                                acknowledged(),
                                count,
                                devices.stream().map(SteadyDevice::toString).collect(Collectors.joining("\n")),
                                gateway.process().isAlive() ? "runs" : "ended",
                                gateway.heard() + gateway.log()))
                .isTrue();
    }

    private static void kill(Cli.Running gateway) {
        gateway.process().destroyForcibly();
        Deadline.until("it is dead", () -> !gateway.process().isAlive());
    }

    /** The kernel lets none of its files grow any more; what was sent meanwhile is refused, and taken later. */
    private void fillTheDisk(Cli.Running gateway) {
        limitFiles(gateway, String.valueOf(FULL_BYTES));
        long refused = refusals();
        Deadline.until("the gateway refuses", () -> refusals() > refused);
        long before = acknowledged();
        Deadline.pass(WITHOUT_A_DISK);
        assertThat(acknowledged())
                .as("acknowledged while nothing can be written")
                .isLessThan(before + 200);
        assertThat(gateway.process().isAlive()).isTrue();
        limitFiles(gateway, "unlimited");
        Deadline.until("it takes records again", () -> acknowledged() > before);
    }

    private long refusals() {
        return devices.stream().mapToLong(SteadyDevice::refusals).sum();
    }

    private static void limitFiles(Cli.Running gateway, String bytes) {
        try {
            Process limit = new ProcessBuilder(
                            "/usr/bin/prlimit", "--pid=" + gateway.process().pid(), "--fsize=" + bytes + ":")
                    .inheritIO()
                    .start();
            assertThat(limit.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(limit.exitValue()).isZero();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Two of four are no quorum: the node answers, but nothing becomes final. Records are taken all the same. */
    private void stopTheChain(Cluster cluster) {
        cluster.node(3).kill();
        cluster.node(4).kill();
        long before = acknowledged();
        Deadline.pass(WITHOUT_A_CHAIN);
        assertThat(acknowledged()).as("acknowledged without a chain").isGreaterThan(before);
        cluster.node(3).start();
        cluster.node(4).start();
    }

    private void everyRecordIsThere() {
        try (var client = new GatewayClient(URI.create("http://127.0.0.1:" + web))) {
            for (SteadyDevice device : devices) {
                assertThat(kept(client, device.device()))
                        .isEqualTo(
                                device.records().stream().map(DeviceRecord::id).toList());
            }
        }
    }

    private static List<Hash> kept(GatewayClient client, Hash device) {
        List<Hash> names = new ArrayList<>();
        while (true) {
            var in = new CborReader(client.records(device, names.size() + 1L));
            int more = in.array();
            for (int i = 0; i < more; i++) {
                DeviceRecord record = DeviceRecord.decode(in.bytes());
                assertThat(record.sequence()).isEqualTo(names.size() + 1L);
                names.add(record.id());
            }
            if (more == 0) {
                return names;
            }
        }
    }

    /** No more leaves than there are records: none was taken twice. */
    private static void isOnTheChain(String rpc, Hash gateway) {
        var node = new RpcNodePort(
                new JsonRpcClient(URI.create(rpc)), TestAccount.all().getFirst().privateKey());
        Deadline.until(
                "the chain holds the whole log",
                () -> GatewayLogContract.latest(
                                        node.call(GatewayLogContract.ADDRESS, GatewayLogContract.latest(gateway)))
                                .size()
                        == EACH * DEVICES);
    }

    private void isProvenOffline(String rpc) {
        IntStream.range(0, DEVICES).forEach(i -> {
            String bundle = dir.resolve("bundle" + i + ".json").toString();
            Deadline.until(
                    "the gateway proves a record",
                    () -> Cli.run(
                                            dir,
                                            "evidence",
                                            "soak-%d/%d".formatted(i, EACH / 2),
                                            "--gateway",
                                            "http://127.0.0.1:" + web,
                                            "--node",
                                            rpc,
                                            "--out",
                                            bundle)
                                    .exit()
                            == 0);
            Cli.Outcome verdict = Cli.run(
                    dir,
                    "verify",
                    bundle,
                    "--genesis",
                    dir.resolve("net").resolve("genesis.json").toString());
            assertThat(verdict.out()).contains("Proven: record " + EACH / 2);
        });
    }
}
