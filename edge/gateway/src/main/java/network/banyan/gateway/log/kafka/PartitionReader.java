// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads one partition, from wherever it is told. Any thread may; one at a time does. */
final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final int patienceSeconds;

    /** @param patienceSeconds to wait for a message that must be there */
    PartitionReader(Consumer<byte[], byte[]> consumer, TopicPartition partition, int patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
        this.consumer = consumer;
        this.partition = partition;
        consumer.assign(List.of(partition));
    }

    interface Visitor {
        void message(ConsumerRecord<byte[], byte[]> message) throws IOException;
    }

    /** The offset of the first message still there. */
    synchronized long beginning() throws IOException {
        try {
            return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (KafkaException away) {
            throw failed(away);
        }
    }

    /** The offset behind the last message that can be read now. */
    synchronized long end() throws IOException {
        try {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (KafkaException away) {
            throw failed(away);
        }
    }

    /**
     * Visits the messages from an offset on, those before {@code end} and perhaps some that come along with them. Offsets
     * without a message, such as Kafka's own markers, are passed over.
     *
     * @throws IOException if Kafka gives none of them for too long
     */
    synchronized void read(long from, long end, Visitor visitor) throws IOException {
        try {
            consumer.seek(partition, from);
            long deadline = deadline();
            for (long position = from; position < end; ) {
                for (ConsumerRecord<byte[], byte[]> message :
                        consumer.poll(POLL).records(partition)) {
                    visitor.message(message);
                }
                long reached = consumer.position(partition);
                if (reached > position) {
                    position = reached;
                    deadline = deadline();
                } else if (System.nanoTime() > deadline) {
                    throw new IOException("Kafka gives no messages from offset %d on".formatted(position));
                }
            }
        } catch (KafkaException away) {
            throw failed(away);
        }
    }

    private long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    }

    private static IOException failed(KafkaException away) {
        return new IOException("Kafka cannot be read: " + Causes.of(away), away);
    }

    @Override
    public synchronized void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
