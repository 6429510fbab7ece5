// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import network.banyan.broker.KafkaCluster;
import network.banyan.evidence.DeviceRecord;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.log.CommitStoreContract;
import network.banyan.gateway.log.RecordLog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real Kafka, and what only Kafka can do. Each opening is on a new, empty folder. */
class KafkaStoreTest extends CommitStoreContract {
    private static final byte[] WORDS = "hello".getBytes(StandardCharsets.US_ASCII);

    private static final String OF_THREE = "partition=1&partitions=3&replication=1";

    @TempDir
    private static Path disks;

    private static KafkaCluster kafka;

    private final String topic = "log-" + UUID.randomUUID();

    @BeforeAll
    static void startKafka() throws IOException, InterruptedException {
        kafka = KafkaCluster.start(disks, 1);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    private KafkaUrl url(String query) {
        return KafkaUrl.parse("kafka://%s/%s?%s".formatted(kafka.brokers(), topic, query));
    }

    @Override
    protected RecordLog open(TestDevice key, long maxBytes) throws IOException {
        return open(key, maxBytes, OF_THREE);
    }

    private RecordLog open(TestDevice key, long maxBytes, String query) throws IOException {
        KafkaStore store = KafkaStore.open(url(query), Optional.empty(), key.device());
        return RecordLog.open(fresh("machine"), key, CLOCK, maxBytes, store);
    }

    private RecordLog open(KafkaClients clients) throws IOException {
        KafkaStore store = KafkaStore.open(url(OF_THREE), clients, gateway.device());
        return RecordLog.open(fresh("machine"), gateway, CLOCK, 1 << 20, store);
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** Kafka's own clients, among whose steps others come in, once. */
    private final class Interrupted extends KafkaClients {
        Meanwhile beforeFencing = () -> {};
        Meanwhile beforeWriting = () -> {};

        Interrupted() {
            super(url(OF_THREE), Optional.empty());
        }

        @Override
        Producer<byte[], byte[]> producer() {
            return new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void initTransactions() {
                    Meanwhile now = beforeFencing;
                    beforeFencing = () -> {};
                    happen(now);
                    super.initTransactions();
                }

                @Override
                public void beginTransaction() {
                    Meanwhile now = beforeWriting;
                    beforeWriting = () -> {};
                    happen(now);
                    super.beginTransaction();
                }
            };
        }

        private static void happen(Meanwhile meanwhile) {
            try {
                meanwhile.happens();
            } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
            }
        }
    }

    /** Gives a broker that is dead eight seconds instead of twenty. */
    private final class Impatient extends KafkaClients {
        Impatient() {
            super(url(OF_THREE), Optional.empty());
        }

        @Override
        Producer<byte[], byte[]> producer() {
            var settings = producerSettings();
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
    }

    /** As Kafka does with a transaction that took too long. */
    private void fence() throws Exception {
        try (Admin admin = admin()) {
            admin.fenceProducers(List.of("banyan-gateway-%s-1".formatted(topic)))
                    .all()
                    .get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
    }

    /** The first does not know yet; it must never acknowledge again. */
    @Test
    void aSecondProcessFencesTheFirst() throws Exception {
        DeviceRecord first = one.next();
        DeviceRecord second = one.next();
        try (RecordLog zombie = open()) {
            append(zombie, first);
            try (RecordLog successor = open()) {
                assertThat(successor.size()).isEqualTo(1);
                append(successor, second);
                for (int attempt = 0; attempt < 2; attempt++) {
                    DeviceRecord lost = two.next();
                    assertThatThrownBy(() -> append(zombie, lost))
                            .isInstanceOf(GatewayException.class)
                            .hasMessageContaining("another process writes");
                    assertThat(zombie.size()).isEqualTo(1);
                }
                append(successor, one.next());
                assertThat(successor.size()).isEqualTo(3);
            }
        }
        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(3);
            assertThat(log.leaf(1)).isEqualTo(second.encoded());
        }
    }

    /**
     * The first is thrown out, looks, and finds no claim yet; then the second claims, and only then does the first take the
     * right to write back. It must not claim behind the second, or each would find the other's claim, and nobody writes.
     */
    @Test
    void whoeverIsThrownOutMidwayStopsAloneAndTheSecondGoesOn() throws Exception {
        var opened = new ArrayList<RecordLog>();
        var clients = new Interrupted();
        try (RecordLog zombie = open(clients)) {
            append(zombie, one.next());
            fence();
            clients.beforeFencing = () -> opened.add(open());
            DeviceRecord lost = two.next();
            assertThatThrownBy(() -> append(zombie, lost))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("another process writes");
            RecordLog successor = opened.getFirst();
            DeviceRecord second = one.next();
            // The first took the right away once more before it stopped, so the first attempt may be refused.
            assertThatThrownBy(() -> append(successor, second)).isInstanceOf(RecordLog.Refused.class);
            append(successor, second);
            assertThat(successor.size()).isEqualTo(2);
            assertThatThrownBy(() -> append(zombie, lost)).isInstanceOf(GatewayException.class);
            append(successor, one.next());
            assertThat(successor.size()).isEqualTo(3);
        } finally {
            opened.forEach(RecordLog::close);
        }
    }

    /** The second has fenced and not claimed yet: the first finds nobody, takes the right back, and even writes. */
    @Test
    void whoeverIsFencedBeforeItsClaimTakesOverAllTheSame() throws Exception {
        try (RecordLog zombie = open()) {
            append(zombie, one.next());
            DeviceRecord meanwhile = one.next();
            var clients = new Interrupted();
            clients.beforeWriting = () -> {
                assertThatThrownBy(() -> append(zombie, meanwhile)).isInstanceOf(RecordLog.Refused.class);
                append(zombie, meanwhile);
            };
            try (RecordLog successor = open(clients)) {
                assertThat(successor.size()).isEqualTo(2);
                append(successor, one.next());
                assertThatThrownBy(() -> append(zombie, two.next()))
                        .isInstanceOf(GatewayException.class)
                        .hasMessageContaining("another process writes");
                append(successor, one.next());
                assertThat(successor.size()).isEqualTo(4);
            }
        }
    }

    /** A gateway without work looks now and then. */
    @Test
    void anIdleFirstNoticesTheSecond() throws Exception {
        try (RecordLog zombie = open()) {
            append(zombie, one.next());
            assertThat(zombie.settle()).isFalse();
            open().close();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            assertThatThrownBy(() -> {
                        while (System.nanoTime() < deadline) {
                            assertThat(zombie.settle()).isFalse();
                            TimeUnit.MILLISECONDS.sleep(100);
                        }
                    })
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("another process writes");
        }
    }

    /** Kafka ends a transaction that took too long, and its writer's right with it; nobody else came, so it goes on. */
    @Test
    void whoeverLostItsRightToNobodyTakesItAgain() throws Exception {
        try (RecordLog log = open()) {
            append(log, one.next());
            fence();
            DeviceRecord record = one.next();
            assertThatThrownBy(() -> append(log, record)).isInstanceOf(RecordLog.Refused.class);
            assertThat(log.standing().failures()).isEqualTo(1);
            append(log, record);
            assertThat(log.standing().problem()).isEmpty();
            assertThat(log.size()).isEqualTo(2);
        }
    }

    /** Everything that was acknowledged is there, once and in order, and the log went on by itself. */
    @Test
    void aBrokerKilledUnderLoadLosesNothing() throws Exception {
        List<DeviceRecord> acknowledged = new ArrayList<>();
        try (RecordLog log = open()) {
            var killer = new FutureTask<>(() -> {
                for (int kill = 0; kill < 2; kill++) {
                    TimeUnit.MILLISECONDS.sleep(1_500);
                    kafka.kill(0);
                    TimeUnit.MILLISECONDS.sleep(1_000);
                    kafka.restart(0);
                }
                return true;
            });
            Thread.ofPlatform().start(killer);
            DeviceRecord next = one.next();
            while (!killer.isDone() || acknowledged.size() < 200) {
                var tip = log.tip(one.device());
                if (tip.isPresent() && tip.get().lastSequence() >= next.sequence()) {
                    // It was refused because nobody knew, and turned out to be kept.
                    acknowledged.add(next);
                    next = one.next();
                    continue;
                }
                try {
                    append(log, next);
                    acknowledged.add(next);
                    next = one.next();
                } catch (RecordLog.Refused busy) {
                    // It is sent again, as a device does.
                }
            }
            assertThat(killer.get()).isTrue();
        }
        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(acknowledged.size());
            for (int i = 0; i < acknowledged.size(); i++) {
                assertThat(log.leaf(i)).isEqualTo(acknowledged.get(i).encoded());
            }
        }
    }

    @Test
    void whileKafkaIsAwayItIsReadAndRefusedWithASentence() throws Exception {
        try (RecordLog log = open(new Impatient())) {
            append(log, one.next());
            DeviceRecord waiting = one.next();
            kafka.kill(0);
            try {
                assertThatThrownBy(() -> append(log, waiting))
                        .isInstanceOf(RecordLog.Refused.class)
                        .hasMessageContaining("Kafka");
                assertThat(log.leaf(0)).isNotNull();
                assertThat(log.standing().problem()).isPresent();
                assertThatThrownBy(log::settle).isInstanceOf(RecordLog.Refused.class);
            } finally {
                kafka.restart(0);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            boolean isKept = false;
            while (true) {
                try {
                    isKept = log.settle();
                    break;
                } catch (RecordLog.Refused notYet) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
            if (!isKept) {
                append(log, waiting);
            }
            assertThat(log.size()).isEqualTo(2);
        }
    }

    @Test
    void aTopicThatForgetsIsRefused() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
        assertThatThrownBy(this::open).hasMessageContaining("has 2 partitions, not 3");
        assertThatThrownBy(() -> open(gateway, 1 << 20, "partition=2")).hasMessageContaining("partitions 0 to 1");
        assertThatThrownBy(() -> open(gateway, 1 << 20, "partition=1"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("retention.ms=-1");
    }

    @Test
    void aTopicIsNotMadeUnasked() {
        assertThatThrownBy(() -> open(gateway, 1 << 20, "partition=1"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("partitions=N");
    }

    @Test
    void aLogWhoseBeginningWasDeletedIsRefused() throws Exception {
        try (RecordLog log = open()) {
            append(log, one.next());
            append(log, one.next());
        }
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 1), RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("lacks its first 3 messages");
    }

    @Test
    void whatNoGatewayWroteIsRefused() throws Exception {
        try (RecordLog log = open()) {
            append(log, one.next());
            try (var stranger = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.brokers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                stranger.send(new ProducerRecord<>(topic, 1, null, WORDS)).get();
            }
        }
        assertThatThrownBy(this::open).isInstanceOf(GatewayException.class).hasMessageContaining("no gateway wrote");
    }

    @Test
    void aTopicThatGrewIsRefused() throws Exception {
        open().close();
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> open(gateway, 1 << 20, "partition=1"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("begun with 3 partitions");
    }
}
