// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import network.banyan.evidence.DeviceRecord;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise: what was acknowledged survives. A real gateway process is killed with SIGKILL while devices publish; in the
 * end every record is there, once, and each device's in order. {@code -Dbanyan.long=true} kills it ten times under 100,000.
 */
class KillTest {
    private static final int DEVICES = 4;
    private static final int WINDOW = 128;

    @TempDir
    Path folder;

    private final boolean isLong = Boolean.getBoolean("banyan.long");
    private final int kills = isLong ? 10 : 3;
    private final int total = isLong ? 100_000 : 4_000;
    private final AtomicInteger acknowledged = new AtomicInteger();

    @Test
    void killsUnderLoadLoseNothingAndDoubleNothing() throws Exception {
        int port = freePort();
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            devices.add(new TestDevice("device-" + i));
        }
        Process process = start(port, devices);
        List<Publisher> publishers = new ArrayList<>();
        try {
            for (TestDevice device : devices) {
                publishers.add(new Publisher(device, port, total / DEVICES));
            }
            for (int kill = 1; kill <= kills; kill++) {
                int mark = total * kill / (kills + 1);
                awaitAcknowledged(mark, publishers);
                process.destroyForcibly().waitFor();
                process = start(port, devices);
            }
            for (Publisher publisher : publishers) {
                publisher.thread.join();
            }
        } finally {
            publishers.forEach(publisher -> publisher.thread.interrupt());
            process.destroyForcibly().waitFor();
        }
        check(publishers);
    }

    private void awaitAcknowledged(int mark, List<Publisher> publishers) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (acknowledged.get() < mark) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(publishers).anyMatch(publisher -> publisher.thread.isAlive());
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void check(List<Publisher> publishers) {
        try (RecordLog log = RecordLog.open(
                folder, new TestDevice("gateway"), InstantSource.system(), RecordLog.Limits.of(1L << 32), Disk.REAL)) {
            assertThat(log.size()).isEqualTo(total);
            Set<Bytes> seen = new HashSet<>();
            for (Publisher publisher : publishers) {
                assertThat(publisher.acknowledgedRecords).isEqualTo(total / DEVICES);
                long last = -1;
                for (long sequence = 1; sequence <= total / DEVICES; sequence++) {
                    long leaf = log.find(publisher.device.device(), sequence).orElseThrow();
                    assertThat(leaf).isGreaterThan(last);
                    last = leaf;
                    assertThat(seen.add(log.leaf(leaf))).isTrue();
                }
            }
        }
    }

    private Process start(int port, List<TestDevice> devices) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcess.class.getName(),
                folder.toString(),
                Integer.toString(port)));
        for (int i = 0; i < devices.size(); i++) {
            command.add("device-" + i);
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("listening")) {
            line = out.readLine();
        }
        assertThat(line).as("the gateway started").isNotNull();
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A device that sends again from the first record that was not acknowledged, as a device does. */
    private final class Publisher {
        final TestDevice device;
        final Thread thread;
        final List<DeviceRecord> unacknowledged = new ArrayList<>();
        int acknowledgedRecords;

        Publisher(TestDevice device, int port, int count) {
            this.device = device;
            this.thread = Thread.ofPlatform().start(() -> {
                while (acknowledgedRecords < count && !Thread.currentThread().isInterrupted()) {
                    session(port, count);
                }
            });
        }

        private void session(int port, int count) {
            Mqtt5AsyncClient client = Mqtt5Client.builder()
                    .identifier(device.device().toHex())
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .buildAsync();
            try {
                client.connect().get(5, TimeUnit.SECONDS);
                while (acknowledgedRecords < count) {
                    window(client, count);
                }
                client.disconnect().get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException lost) {
                client.disconnect();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void window(Mqtt5AsyncClient client, int count)
                throws ExecutionException, TimeoutException, InterruptedException {
            while (unacknowledged.size() < Math.min(WINDOW, count - acknowledgedRecords)) {
                unacknowledged.add(device.next());
            }
            List<CompletableFuture<Mqtt5PublishResult>> sent = new ArrayList<>();
            for (DeviceRecord record : unacknowledged) {
                sent.add(client.publishWith()
                        .topic(Topics.records(device.device()))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(record.encoded().toArray())
                        .send());
            }
            for (CompletableFuture<Mqtt5PublishResult> result : sent) {
                Mqtt5PublishResult done = result.get(5, TimeUnit.SECONDS);
                if (done.getError().isPresent()) {
                    throw new ExecutionException(done.getError().get());
                }
                unacknowledged.removeFirst();
                acknowledgedRecords++;
                acknowledged.incrementAndGet();
            }
        }
    }
}
