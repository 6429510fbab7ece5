// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.Partition;
import network.banyan.gateway.log.CommitStore;
import network.banyan.gateway.log.StoredCommit;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log in a partition of Kafka. Nothing of it is on this machine, so its gateway can start on any other with its key. */
public final class KafkaStore implements CommitStore {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaStore.class);
    private static final byte[] COMMIT = "commit".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLAIM = "claim".getBytes(StandardCharsets.US_ASCII);
    private static final int LEAF_FETCH_BYTES = 1 << 20;
    private static final long CACHE_BYTES = 64L << 20;
    private static final int TAIL_SECONDS = 15;
    private static final int LEAF_SECONDS = 5;

    /** After a failed attempt, so long it is not tried again: who asks is told at once. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** So long who was thrown out waits for the other's claim, before it takes the right back. */
    private static final long GIVE_WAY_MILLIS = 500;

    /** So long a newcomer tries to claim. Each attempt is lost only if another one comes in between two round trips. */
    private static final long CLAIM_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final KafkaClients clients;
    private final KafkaUrl url;
    private final Partition partition;
    private final TopicPartition place;
    private final Claim claim;
    private final PartitionReader tail;
    private final PartitionReader leaves;
    private final CommitIndex index = new CommitIndex();
    private final CommitCache cache = new CommitCache(CACHE_BYTES);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile Optional<String> problem = Optional.empty();
    private volatile long unreadableUntilNanos = System.nanoTime();

    /** From here down: the appending thread's own. Empty while it is not known what became of {@link #written}. */
    private @Nullable PartitionWriter writer;

    /** All before it was read, or written by this process. */
    private long read;

    private byte[] written = new byte[0];

    /** Whether {@link #written} was seen in the partition, since it failed. */
    private boolean isWrittenThere;

    private long writtenOffset;
    private long pausedUntilNanos = System.nanoTime();
    private long watchAtNanos = System.nanoTime();

    private KafkaStore(KafkaClients clients, KafkaUrl url, Partition partition, Hash gateway) {
        this.clients = clients;
        this.url = url;
        this.partition = partition;
        this.place = new TopicPartition(url.topic(), url.partition());
        this.claim = Claim.fresh(gateway, partition.count());
        this.tail = new PartitionReader(clients.consumer(KafkaClients.MESSAGE_BYTES), place, TAIL_SECONDS);
        this.leaves = new PartitionReader(clients.consumer(LEAF_FETCH_BYTES), place, LEAF_SECONDS);
    }

    /**
     * Looks at the topic; nothing is written to the partition before {@link #recover}.
     *
     * @param config settings of Kafka's clients about how to reach it
     * @param gateway whose log it is
     * @throws GatewayException if Kafka cannot be reached, or would lose records
     */
    public static KafkaStore open(KafkaUrl url, Optional<Path> config, Hash gateway) {
        return open(url, new KafkaClients(url, config), gateway);
    }

    static KafkaStore open(KafkaUrl url, KafkaClients clients, Hash gateway) {
        return new KafkaStore(clients, url, TopicCheck.of(clients, url), gateway);
    }

    /** Whose devices' records belong here. */
    public Partition partition() {
        return partition;
    }

    /**
     * Reads all there is before it takes the right to write from whoever has it: who holds the wrong key stops without
     * having disturbed anybody. Then it claims, and reads what came in between.
     */
    @Override
    public void recover(Visitor visitor) throws IOException {
        long first = tail.beginning();
        if (first > 0) {
            throw new GatewayException(
                    "%s lacks its first %d messages: somebody deleted them; restore them, or start a new gateway with a new key and topic"
                            .formatted(place(), first));
        }
        replay(tail.end(), visitor);
        long claimed = takeOver();
        replay(claimed + 1, visitor);
        LOG.info("the log is in {}; messages up to offset {} are read", place(), claimed);
    }

    /**
     * Whoever wrote until now may take its right back as long as it finds no claim of ours. Then ours is void, and is made
     * once more. A Kafka that is away has used up the time with the first attempt.
     *
     * @return the offset of the claim; all before it can be read
     */
    private long takeOver() throws IOException {
        long deadline = System.nanoTime() + CLAIM_NANOS;
        while (true) {
            PartitionWriter next = PartitionWriter.begin(clients, place);
            try {
                long claimed = next.write(CLAIM, claim.encode());
                writer = next;
                return claimed;
            } catch (IOException beaten) {
                if (System.nanoTime() - deadline >= 0) {
                    throw beaten;
                }
                LOG.info("{}: {}; it is claimed once more", place(), beaten.getMessage());
            } finally {
                if (writer == null) {
                    next.close();
                }
            }
        }
    }

    private void replay(long end, Visitor visitor) throws IOException {
        tail.read(read, end, message -> {
            read = message.offset() + 1;
            if (Arrays.equals(message.key(), CLAIM)) {
                mustFit(claim(message));
                return;
            }
            StoredCommit commit = commit(message);
            visitor.commit(commit.records(), commit.checkpoint());
            index.add(message.offset(), commit.records().size());
            bytes.addAndGet(message.value().length);
        });
        read = Math.max(read, end);
    }

    private Claim claim(ConsumerRecord<byte[], byte[]> message) {
        return Claim.decode(message.value()).orElseThrow(() -> foreign(message));
    }

    private StoredCommit commit(ConsumerRecord<byte[], byte[]> message) {
        if (!Arrays.equals(message.key(), COMMIT) || message.value() == null) {
            throw foreign(message);
        }
        return StoredCommit.decode(message.value()).orElseThrow(() -> foreign(message));
    }

    private GatewayException foreign(ConsumerRecord<byte[], byte[]> message) {
        return new GatewayException(
                "%s holds something at offset %d that no gateway wrote; let nobody else write there, and start a new gateway with a new key and topic"
                        .formatted(place(), message.offset()));
    }

    private void mustFit(Claim earlier) {
        if (!earlier.gateway().equals(claim.gateway())) {
            throw new GatewayException("%s is the log of gateway %s, the key is that of %s; use another partition"
                    .formatted(place(), earlier.gateway(), claim.gateway()));
        }
        if (earlier.partitions() != claim.partitions()) {
            throw new GatewayException(
                    "topic %s was begun with %d partitions and has %d now, so that devices would change their gateway; use a new topic with new gateways"
                            .formatted(url.topic(), earlier.partitions(), claim.partitions()));
        }
    }

    /** Each commit stands in a message of its own. */
    @Override
    public long start(long firstLeaf) {
        return 0;
    }

    @Override
    public void write(ByteBuffer commit) throws IOException {
        Invariant.check(commit.remaining() <= MAX_COMMIT_BYTES, "a commit of %d bytes", commit.remaining());
        PartitionWriter open = Invariant.present(writer);
        written = new byte[commit.remaining()];
        commit.get(written);
        isWrittenThere = false;
        try {
            writtenOffset = open.write(COMMIT, written);
            read = writtenOffset + 1;
        } catch (IOException failed) {
            failures.incrementAndGet();
            open.close();
            writer = null;
            noteProblem(failed);
            // Perhaps it is kept all the same, or somebody else writes now: both are worth a look at once.
            if (!settle()) {
                throw failed;
            }
        }
    }

    @Override
    public boolean settle() throws IOException {
        if (writer != null) {
            watch();
            return false;
        }
        if (System.nanoTime() - pausedUntilNanos < 0) {
            throw new IOException(problem.orElse("Kafka is away"));
        }
        try {
            boolean isKept = beginAnew();
            LOG.info("Kafka takes commits again; the last one {}", isKept ? "is kept" : "is not kept");
            problem = Optional.empty();
            return isKept;
        } catch (IOException away) {
            pausedUntilNanos = System.nanoTime() + PAUSE_NANOS;
            noteProblem(away);
            throw away;
        }
    }

    /** A gateway without work would not hear of its successor; one that writes does at once. */
    private void watch() {
        if (System.nanoTime() - watchAtNanos < 0) {
            return;
        }
        watchAtNanos = System.nanoTime() + WATCH_NANOS;
        try {
            look(tail.end());
        } catch (IOException away) {
            LOG.debug("{}: {}; the next commit will tell", place(), away.getMessage());
        }
    }

    /**
     * Looks for another process's claim before it takes the right to write away from it. What the other had under way is
     * there or void only once it is fenced, so this looks once more before it claims: a claim behind that of the other would
     * stop the other too, and nobody would write.
     */
    private boolean beginAnew() throws IOException {
        look(tail.end());
        giveWay();
        look(tail.end());
        PartitionWriter next = PartitionWriter.begin(clients, place);
        try {
            look(tail.end());
            look(next.write(CLAIM, claim.encode()) + 1);
            writer = next;
            return isWrittenThere;
        } finally {
            if (writer == null) {
                next.close();
            }
        }
    }

    private static void giveWay() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(GIVE_WAY_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the gateway stops", interrupted);
        }
    }

    private void look(long end) throws IOException {
        tail.read(read, end, message -> {
            if (Arrays.equals(message.key(), CLAIM)) {
                if (!claim(message).process().equals(claim.process())) {
                    throw new GatewayException(
                            "another process writes %s since offset %d, with the key of this gateway; this one stops"
                                    .formatted(place(), message.offset()));
                }
            } else if (!isWrittenThere && Arrays.equals(message.value(), written)) {
                isWrittenThere = true;
                writtenOffset = message.offset();
            } else {
                throw foreign(message);
            }
            read = message.offset() + 1;
        });
        read = Math.max(read, end);
    }

    private void noteProblem(IOException away) {
        String words = String.valueOf(away.getMessage());
        if (!problem.equals(Optional.of(words))) {
            LOG.warn("{}: {}", place(), words);
        }
        problem = Optional.of(words);
    }

    @Override
    public void accept(List<Integer> offsets, int length) {
        StoredCommit commit = StoredCommit.decode(written).orElseThrow();
        cache.put(writtenOffset, commit.records());
        index.add(writtenOffset, offsets.size());
        bytes.addAndGet(length);
        written = new byte[0];
    }

    @Override
    public Bytes leaf(long leaf) throws IOException {
        CommitIndex.Place at = index.of(leaf);
        Optional<List<Bytes>> known = cache.get(at.offset());
        if (known.isEmpty()) {
            fetch(at.offset());
            known = cache.get(at.offset());
        }
        List<Bytes> records =
                known.orElseThrow(() -> new IOException("%s gives no message at %d".formatted(place(), at.offset())));
        return records.get((int) (leaf - at.first()));
    }

    private void fetch(long offset) throws IOException {
        if (System.nanoTime() - unreadableUntilNanos < 0) {
            throw new IOException("Kafka did not answer just now");
        }
        try {
            // What comes along is mostly what is asked for next.
            leaves.read(offset, offset + 1, message -> {
                if (Arrays.equals(message.key(), COMMIT)) {
                    cache.put(message.offset(), commit(message).records());
                }
            });
        } catch (IOException away) {
            unreadableUntilNanos = System.nanoTime() + PAUSE_NANOS;
            throw away;
        }
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public String medium() {
        return "Kafka";
    }

    @Override
    public String place() {
        return url.place();
    }

    @Override
    public Standing standing() {
        return new Standing(failures.get(), problem);
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        tail.close();
        leaves.close();
    }
}
