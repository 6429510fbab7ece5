// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The right to write to a partition, until somebody else has it. After any failure it is to be closed. */
final class PartitionWriter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final TopicPartition partition;

    private PartitionWriter(Producer<byte[], byte[]> producer, TopicPartition partition) {
        this.producer = producer;
        this.partition = partition;
    }

    /** Takes the right to write from whoever had it. What was under way there is kept whole, or nothing of it is. */
    static PartitionWriter begin(KafkaClients clients, TopicPartition partition) throws IOException {
        Producer<byte[], byte[]> producer = clients.producer();
        try {
            producer.initTransactions();
            return new PartitionWriter(producer, partition);
        } catch (KafkaException cannot) {
            producer.close(Duration.ZERO);
            throw new IOException("Kafka lets nobody write: " + Causes.of(cannot), cannot);
        }
    }

    /**
     * Writes one message in a transaction of its own.
     *
     * @return its offset, once it is durable
     * @throws IOException if it is not, or if nobody can tell
     */
    long write(byte[] key, byte[] value) throws IOException {
        try {
            producer.beginTransaction();
            long offset = producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), key, value))
                    .get()
                    .offset();
            producer.commitTransaction();
            return offset;
        } catch (ExecutionException | KafkaException | IllegalStateException cannot) {
            throw new IOException("Kafka does not take it: " + Causes.of(cannot), cannot);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the gateway stops", interrupted);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
