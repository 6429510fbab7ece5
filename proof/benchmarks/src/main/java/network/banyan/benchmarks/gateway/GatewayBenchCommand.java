// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.gateway;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.gateway.ingest.Counts;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.ingest.Ingest;
import network.banyan.gateway.ingest.Message;
import network.banyan.gateway.ingest.Outcome;
import network.banyan.gateway.ingest.Refusals;
import network.banyan.gateway.ingest.Sender;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.log.kafka.KafkaStore;
import network.banyan.gateway.log.kafka.KafkaUrl;
import network.banyan.gateway.mqtt.MqttServer;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.gateway.twin.Twins;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Owners;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan bench gateway}: verified, durable, acknowledged records a second on this machine. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Signed records through a gateway's pipeline, and over MQTT with its clients in the same process: each is"
                    + " verified and on disk before it counts. Records are signed before the clock starts.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan bench gateway --records 20000 --devices 8",
            "  banyan bench gateway --log 'kafka://127.0.0.1:9092/bench?partition=0&partitions=1&replication=1'"
        })
public final class GatewayBenchCommand implements Callable<Integer> {
    private static final int IN_FLIGHT = 4_096;
    private static final int BATCH = 16;
    private static final long LOG_BYTES = 1L << 34;

    @Option(names = "--records", defaultValue = "20000", description = "For each measure (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--devices", defaultValue = "8", description = "1 to 256 (default: ${DEFAULT-VALUE}).")
    private int devices;

    @Option(
            names = "--log",
            paramLabel = "URL",
            description =
                    "Measures each on this disk and then with its log in this Kafka: kafka://HOST:PORT/TOPIC?partition=0&..."
                            + " The topics, TOPIC-NUMBER, stay there.")
    private Optional<String> kafka = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (records < 1_000 || records > 1_000_000 || devices < 1 || devices > 256) {
            throw new UserError("--records takes 1000 to 1000000, --devices 1 to 256.");
        }
        both("warm-up", 1, false);
        both("one record a message", 1, false);
        both("16 records a message", BATCH, false);
        both("MQTT warm-up", 1, true);
        both("MQTT, one record a message", 1, true);
        both("MQTT, 16 records a message", BATCH, true);
        return 0;
    }

    private void both(String what, int recordsEach, boolean overMqtt) throws InterruptedException, IOException {
        measure(
                what,
                recordsEach,
                overMqtt,
                (folder, signer, clock) ->
                        RecordLog.open(folder, signer, clock, RecordLog.Limits.of(LOG_BYTES), Disk.REAL));
        if (kafka.isPresent()) {
            KafkaUrl url = fresh(KafkaUrl.parse(kafka.get()));
            measure(
                    what + ", Kafka",
                    recordsEach,
                    overMqtt,
                    (folder, signer, clock) -> RecordLog.open(
                            folder, signer, clock, LOG_BYTES, KafkaStore.open(url, Optional.empty(), signer.device())));
        }
    }

    /** A log belongs to one key, and each measure has its own. */
    private static KafkaUrl fresh(KafkaUrl url) {
        String topic = "%s-%d".formatted(url.topic(), System.nanoTime());
        return new KafkaUrl(url.brokers(), topic, url.partition(), url.partitions(), url.replication());
    }

    private interface Opening {
        RecordLog open(Path folder, SignedLoad signer, InstantSource clock);
    }

    /** No twin is desired here. */
    private record NoOwners() implements Owners {
        @Override
        public long chainId() {
            return 1;
        }

        @Override
        public Optional<Ownership> of(Hash device) {
            return Optional.empty();
        }

        @Override
        public boolean isDelegate(Hash device, Address account) {
            return false;
        }
    }

    private record Load(SignedLoad device, List<Bytes> messages) {}

    private void measure(String what, int recordsEach, boolean overMqtt, Opening opening)
            throws InterruptedException, IOException {
        List<Load> loads = new ArrayList<>();
        int each = Math.max(1, records / recordsEach / devices);
        for (int i = 0; i < devices; i++) {
            var device = new SignedLoad();
            loads.add(new Load(device, device.messages(each, recordsEach)));
        }
        Path folder = Files.createTempDirectory("banyan-bench-gateway");
        var signer = new SignedLoad();
        var clock = InstantSource.system();
        var counts = new Counts();
        var keys = new DeviceKeys(
                id -> loads.stream()
                        .map(Load::device)
                        .filter(device -> device.device().equals(id))
                        .map(SignedLoad::key)
                        .findFirst(),
                folder.resolve("devices"),
                3_600_000,
                clock);
        try (var log = opening.open(folder, signer, clock);
                var ingest = new Ingest(log, keys, new Refusals(clock), counts, 2, () -> {}, broken -> {
                    throw broken;
                })) {
            long cpu = cpuNanos();
            long started = System.nanoTime();
            if (overMqtt) {
                try (var twins = new Twins(folder.resolve("twins"), keys, new NoOwners(), clock);
                        var server = new MqttServer(
                                new MqttServer.Address("127.0.0.1", 0, Optional.empty()), log, ingest, keys, twins)) {
                    started = overMqtt(server, loads);
                    report(what, counts, started, cpu);
                }
            } else {
                through(ingest, loads);
                report(what, counts, started, cpu);
            }
            if (counts.taken() != (long) each * recordsEach * devices) {
                throw new IllegalStateException("the gateway took %d records".formatted(counts.taken()));
            }
        } finally {
            delete(folder);
        }
    }

    private static void through(Ingest ingest, List<Load> loads) throws InterruptedException {
        var flight = new Semaphore(IN_FLIGHT);
        var refused = new AtomicLong();
        int each = loads.getFirst().messages().size();
        for (int i = 0; i < each; i++) {
            for (Load load : loads) {
                flight.acquire();
                var message = new Message(
                        new Sender(load.device().device()), load.messages().get(i), outcomes -> {
                            refused.addAndGet(outcomes.stream()
                                    .filter(Outcome.Refused.class::isInstance)
                                    .count());
                            flight.release();
                        });
                while (!ingest.submit(message)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
        }
        flight.acquire(IN_FLIGHT);
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " records were refused");
        }
    }

    /** Returns when the clock started: connections are not counted. */
    private static long overMqtt(MqttServer server, List<Load> loads) throws InterruptedException {
        List<Mqtt5AsyncClient> clients = new ArrayList<>();
        for (Load load : loads) {
            Mqtt5AsyncClient client = Mqtt5Client.builder()
                    .identifier(load.device().device().toHex())
                    .serverHost("127.0.0.1")
                    .serverPort(server.port())
                    .buildAsync();
            client.toBlocking().connect();
            clients.add(client);
        }
        long started = System.nanoTime();
        var acknowledged =
                new CountDownLatch(loads.size() * loads.getFirst().messages().size());
        for (int i = 0; i < loads.getFirst().messages().size(); i++) {
            for (int j = 0; j < loads.size(); j++) {
                CompletableFuture<Mqtt5PublishResult> sent = clients.get(j)
                        .publishWith()
                        .topic(Topics.records(loads.get(j).device().device()))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(loads.get(j).messages().get(i).toArray())
                        .send();
                var _ = sent.thenRun(acknowledged::countDown);
            }
        }
        if (!acknowledged.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("not all was acknowledged");
        }
        clients.forEach(client -> client.toBlocking().disconnect());
        return started;
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private void report(String what, Counts counts, long started, long cpu) {
        double seconds = (System.nanoTime() - started) / 1e9;
        spec.commandLine()
                .getOut()
                .println("%-36s %,9.0f records/s, %,6.0f us of CPU each, %,d records in %,d commits"
                        .formatted(
                                what,
                                counts.taken() / seconds,
                                (cpuNanos() - cpu) / 1e3 / counts.taken(),
                                counts.taken(),
                                counts.commits()));
        spec.commandLine().getOut().flush();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
