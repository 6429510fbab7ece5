// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.TestOwners;
import network.banyan.gateway.TestRegistry;
import network.banyan.gateway.ingest.Counts;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.ingest.Ingest;
import network.banyan.gateway.ingest.Refusals;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.twin.Twins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A broker that stops while its devices leave has nothing to complain about. */
class StoppingTest {
    private static final Logger BROKER = (Logger) LoggerFactory.getLogger("org.apache.activemq.artemis");

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        BROKER.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        BROKER.detachAppender(lines);
    }

    @Test
    void devicesMayLeaveWhileItStops() {
        TestDevice[] devices = IntStream.range(0, 40)
                .mapToObj(i -> new TestDevice("device " + i))
                .toArray(TestDevice[]::new);
        var keys = new DeviceKeys(
                new TestRegistry().with(devices), folder.resolve("devices"), 3_600_000, InstantSource.system());
        try (var log = RecordLog.open(
                        folder,
                        new TestDevice("gateway"),
                        InstantSource.system(),
                        RecordLog.Limits.of(1 << 30),
                        Disk.REAL);
                var twins = new Twins(folder.resolve("twins"), keys, new TestOwners(), InstantSource.system());
                var ingest = new Ingest(
                        log, keys, new Refusals(InstantSource.system()), new Counts(), 2, () -> {}, broken -> {
                            throw broken;
                        })) {
            for (int round = 0; round < 3; round++) {
                var server = new MqttServer(
                        new MqttServer.Address("127.0.0.1", 0, Optional.empty()), log, ingest, keys, twins);
                List<Mqtt5AsyncClient> clients = Stream.of(devices)
                        .map(device -> listening(server.port(), device))
                        .toList();
                List<Thread> leaving = new ArrayList<>();
                clients.forEach(client -> leaving.add(Thread.startVirtualThread(client::disconnect)));
                server.close();
            }
        }

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private static Mqtt5AsyncClient listening(int port, TestDevice device) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(device.device().toHex())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.toBlocking().connect();
        client.toBlocking()
                .subscribeWith()
                .topicFilter(Topics.receipts(device.device()))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        return client;
    }
}
