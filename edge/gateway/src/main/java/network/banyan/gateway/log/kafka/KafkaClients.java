// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.log.CommitStore;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients, with what the log's promise needs, and what the operator's file says about how to reach it. */
class KafkaClients {
    /** For an answer of a broker that is there. */
    static final int REQUEST_MILLIS = 5_000;

    /** For a commit, also over the death of a broker: Kafka takes nine seconds to believe it and names another. */
    static final int WRITE_MILLIS = 20_000;

    /** A commit, its claim on memory at the broker, and room for Kafka's own heads. */
    static final int MESSAGE_BYTES = CommitStore.MAX_COMMIT_BYTES + 4_096;

    private static final long CONFIG_BYTES = 64 * 1024;
    private static final List<String> ALLOWED =
            List.of("security.", "ssl.", "sasl.", "client.dns.lookup", "client.rack", "socket.", "reconnect.");

    private final KafkaUrl url;
    private final Map<String, Object> common = new HashMap<>();

    /** @throws GatewayException if the file cannot be read, or says what is not the operator's to say */
    KafkaClients(KafkaUrl url, Optional<Path> config) {
        this.url = url;
        config.ifPresent(file -> common.putAll(read(file)));
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", url.brokers()));
        common.put(CommonClientConfigs.CLIENT_ID_CONFIG, "banyan-gateway");
        common.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        common.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        common.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    }

    private static Map<String, Object> read(Path file) {
        var properties = new Properties();
        try {
            if (Files.size(file) > CONFIG_BYTES) {
                throw new GatewayException("the file %s is too long for a Kafka client's settings".formatted(file));
            }
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(in);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new GatewayException(
                    "the file %s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
        Map<String, Object> settings = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (ALLOWED.stream().noneMatch(name::startsWith)) {
                throw new GatewayException(
                        ("the file %s sets \"%s\"; it may set what begins with %s, the rest is the gateway's, because its"
                                        + " promise hangs on it")
                                .formatted(file, name, String.join(", ", ALLOWED)));
            }
            settings.put(name, properties.getProperty(name));
        }
        return settings;
    }

    Admin admin() {
        return made(() -> {
            var settings = new HashMap<>(common);
            settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, WRITE_MILLIS);
            return Admin.create(settings);
        });
    }

    /**
     * Not ready before its {@code initTransactions}. The transactional id is the partition's: Kafka lets only the last who
     * began write under it.
     */
    Producer<byte[], byte[]> producer() {
        return made(
                () -> new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    final Map<String, Object> producerSettings() {
        var settings = new HashMap<>(common);
        settings.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "banyan-gateway-%s-%d".formatted(url.topic(), url.partition()));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MESSAGE_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MESSAGE_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WRITE_MILLIS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WRITE_MILLIS);
        return settings;
    }

    /**
     * Sees nothing of a transaction that did not commit.
     *
     * @param fetchBytes read ahead at once; one larger message comes all the same
     */
    Consumer<byte[], byte[]> consumer(int fetchBytes) {
        return made(() -> {
            var settings = new HashMap<>(common);
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
            settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
            settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
            settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        });
    }

    private interface Making<T> {
        T make();
    }

    private static <T> T made(Making<T> client) {
        try {
            return client.make();
        } catch (KafkaException wrong) {
            throw new GatewayException("Kafka's client does not start: " + Causes.of(wrong), wrong);
        }
    }
}
