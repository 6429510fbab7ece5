// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.Partition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure, before anything is written, that there is a topic which forgets nothing. */
final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final long POLL_MILLIS = 200;

    /** With it a late message of an ended transaction cannot join the next one (Kafka's KIP-890). */
    private static final short TRANSACTION_VERSION = 2;

    private final Admin admin;
    private final KafkaUrl url;

    private TopicCheck(Admin admin, KafkaUrl url) {
        this.admin = admin;
        this.url = url;
    }

    /**
     * Looks at the topic, and makes it if it is not there and the address says how.
     *
     * @throws GatewayException if a record could be lost there; the message says what to set
     */
    static Partition of(KafkaClients clients, KafkaUrl url) {
        try (Admin admin = clients.admin()) {
            return new TopicCheck(admin, url).run();
        } catch (ExecutionException | KafkaException | TimeoutException cannot) {
            throw new GatewayException(
                    "Kafka at %s does not serve topic %s: %s"
                            .formatted(String.join(",", url.brokers()), url.topic(), Causes.of(cannot)),
                    cannot);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GatewayException("the gateway stops", interrupted);
        }
    }

    private Partition run() throws ExecutionException, InterruptedException, TimeoutException {
        var features = wait(admin.describeFeatures().featureMetadata()).finalizedFeatures();
        var transactions = features.get("transaction.version");
        if (transactions == null || transactions.maxVersionLevel() < TRANSACTION_VERSION) {
            throw new GatewayException(
                    "the Kafka cluster has not finalised transaction.version %d, which Kafka 4 brings; upgrade it: kafka-features.sh upgrade --feature transaction.version=%d"
                            .formatted(TRANSACTION_VERSION, TRANSACTION_VERSION));
        }
        TopicDescription topic = topic();
        int count = topic.partitions().size();
        url.partitions().ifPresent(wanted -> {
            if (wanted != count) {
                throw new GatewayException("topic %s has %d partitions, not %d; say partitions=%d"
                        .formatted(url.topic(), count, wanted, count));
            }
        });
        if (url.partition() >= count || count > Partition.MAX_COUNT) {
            throw new GatewayException(
                    "topic %s has partitions 0 to %d, not %d".formatted(url.topic(), count - 1, url.partition()));
        }
        mustForgetNothing(topic);
        return new Partition(url.partition(), count);
    }

    private TopicDescription topic() throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return described();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw failed;
            }
        }
        make();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            // A broker tells of a new topic only when it has heard of it itself.
            try {
                return described();
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw failed;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private TopicDescription described() throws ExecutionException, InterruptedException, TimeoutException {
        return network.banyan.primitives.Invariant.present(
                wait(admin.describeTopics(List.of(url.topic())).allTopicNames()).get(url.topic()));
    }

    private void make() throws ExecutionException, InterruptedException, TimeoutException {
        if (url.partitions().isEmpty() || url.replication().isEmpty()) {
            throw new GatewayException(
                    "Kafka has no topic %s; add &partitions=N&replication=R to the address, and it is made"
                            .formatted(url.topic()));
        }
        int replication = url.replication().getAsInt();
        var topic = new NewTopic(url.topic(), url.partitions().getAsInt(), (short) replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                        TopicConfig.COMPRESSION_TYPE_CONFIG, "producer",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MESSAGE_BYTES),
                        // A majority: what was acknowledged is on one of any half of the brokers.
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(replication / 2 + 1),
                        TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"));
        try {
            wait(admin.createTopics(List.of(topic)).all());
            LOG.info(
                    "made topic {} of {} partitions on {} brokers",
                    url.topic(),
                    url.partitions().getAsInt(),
                    replication);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
            LOG.debug("another gateway made the topic at the same time");
        }
    }

    private void mustForgetNothing(TopicDescription topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, url.topic());
        Config config = network.banyan.primitives.Invariant.present(
                wait(admin.describeConfigs(List.of(resource)).all()).get(resource));
        mustBe(config, TopicConfig.CLEANUP_POLICY_CONFIG, List.of("delete"));
        mustBe(config, TopicConfig.RETENTION_MS_CONFIG, List.of("-1"));
        mustBe(config, TopicConfig.RETENTION_BYTES_CONFIG, List.of("-1"));
        mustBe(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, List.of("false"));
        mustBe(config, TopicConfig.COMPRESSION_TYPE_CONFIG, List.of("producer", "uncompressed"));
        if (Long.parseLong(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)) < KafkaClients.MESSAGE_BYTES) {
            throw refused(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MESSAGE_BYTES));
        }
        int replicas = topic.partitions().get(url.partition()).replicas().size();
        if (replicas > 1
                && value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).equals("1")) {
            LOG.warn(
                    "min.insync.replicas of topic {} is 1: a record may be acknowledged that only one of {} brokers has",
                    url.topic(),
                    replicas);
        }
    }

    private void mustBe(Config config, String name, List<String> allowed) {
        if (!allowed.contains(value(config, name))) {
            throw refused(name, allowed.getFirst());
        }
    }

    private static String value(Config config, String name) {
        var entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private GatewayException refused(String name, String value) {
        return new GatewayException(
                ("topic %s could lose records: set its %s to %s (kafka-configs.sh --bootstrap-server %s --alter --topic %s"
                                + " --add-config %s=%s)")
                        .formatted(url.topic(), name, value, url.brokers().getFirst(), url.topic(), name, value));
    }

    private static <T> T wait(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
