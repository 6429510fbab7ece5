// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceAgentTest {
    private static final TestSigner SIGNER = TestSigner.number(1);
    private static final AgentSettings SETTINGS = new AgentSettings("probe", FakeNode.PAYER, 1, 0, 64);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(TestSigner.TIME));

    @TempDir
    private Path folder;

    private final FakeNode node = new FakeNode(SIGNER).minesAtOnce();

    @Test
    void anchorsEveryReadingThroughAnOutageAndARestart() throws Exception {
        var sensor = new Counter(40);
        Running agent = new Running(sensor);
        try {
            sensor.awaitHalf();
            node.away(true);
            sensor.awaitAll();
            node.away(false);
            node.awaitAnchored(10);
        } finally {
            agent.stop();
        }
        var more = new Counter(20);
        Running again = new Running(more);
        try {
            node.awaitAnchored(60);
            assertThat(again.agent.status().recorded()).isEqualTo(60);
            assertThat(again.agent.status().missed()).isZero();
        } finally {
            again.stop();
        }
        assertThat(node.records.values().stream().map(DeviceAgentTest::value).toList())
                .isEqualTo(java.util.stream.Stream.concat(
                                java.util.stream.IntStream.rangeClosed(1, 40).boxed(),
                                java.util.stream.IntStream.rangeClosed(1, 20).boxed())
                        .toList());
        assertThat(node.rootsAreTrue()).isTrue();
    }

    @Test
    void doesNotContinueAnEmptyJournalBeforeTheNodeWasAsked() throws Exception {
        node.away(true);
        var sensor = new Counter(5);
        Running agent = new Running(sensor);
        try {
            assertThat(sensor.awaitFirst(300)).isFalse();
            node.away(false);
            node.awaitAnchored(5);
        } finally {
            agent.stop();
        }
    }

    @Test
    void stopsLoudlyWhenTheSensorBreaks() throws Exception {
        Running agent = new Running(() -> {
            throw new IllegalStateException("the wire is off");
        });
        agent.thread.join(60_000);
        assertThat(agent.end.get()).hasMessageContaining("the wire is off");
        agent.stop();
    }

    @Test
    void losesNothingWhileItsKeyIsAway() throws Exception {
        var token = new PulledToken();
        var sensor = new Counter(40);
        Running agent = new Running(token, sensor);
        try {
            sensor.awaitHalf();
            token.away.set(true);
            sensor.awaitAll();
            assertThat(agent.agent.status().problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("wait for the key: pulled"));
            token.away.set(false);
            node.awaitAnchored(40);
            assertThat(agent.agent.status().problem()).isEmpty();
            assertThat(agent.agent.status().missed()).isZero();
        } finally {
            agent.stop();
        }
        assertThat(agent.end.get()).isNull();
        assertThat(node.records.values().stream().map(DeviceAgentTest::value).toList())
                .isEqualTo(java.util.stream.IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(node.rootsAreTrue()).isTrue();
    }

    /** A key that cannot be reached at times. */
    private static final class PulledToken implements DeviceSigner {
        final AtomicBoolean away = new AtomicBoolean();

        @Override
        public P256.PublicKey key() {
            return SIGNER.key();
        }

        @Override
        public KeyStorage storage() {
            return KeyStorage.TOKEN;
        }

        @Override
        public String label() {
            return "a token";
        }

        @Override
        public Bytes sign(byte[] message) {
            if (away.get()) {
                throw new Unavailable("pulled");
            }
            return SIGNER.sign(message);
        }
    }

    private static int value(DeviceRecord record) {
        return record.readings().getFirst().value().intValueExact();
    }

    /** Counts up to a number and then shows nothing. */
    private static final class Counter implements Sensor {
        private final int count;
        private final AtomicInteger shown = new AtomicInteger();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch all = new CountDownLatch(1);

        Counter(int count) {
            this.count = count;
        }

        @Override
        public List<Reading> read() {
            if (shown.get() == count) {
                all.countDown();
                return List.of();
            }
            first.countDown();
            int value = shown.incrementAndGet();
            if (value > count / 2) {
                half.countDown();
            }
            return List.of(Reading.of("count", "", Integer.toString(value)));
        }

        boolean awaitFirst(long millis) throws InterruptedException {
            return first.await(millis, TimeUnit.MILLISECONDS);
        }

        void awaitHalf() throws InterruptedException {
            assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
        }

        void awaitAll() throws InterruptedException {
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** An agent on a thread of its own, over the test's folder and node. */
    private final class Running {
        final Journal journal = Journal.open(folder, SIGNER.device(), 1024 * 1024);
        final DeviceAgent agent;
        final Thread thread;
        final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

        Running(Sensor sensor) {
            this(SIGNER, sensor);
        }

        Running(DeviceSigner signer, Sensor sensor) {
            agent = new DeviceAgent(signer, sensor, journal, node, SETTINGS, CLOCK);
            thread = Thread.ofPlatform().start(() -> {
                try {
                    agent.run();
                } catch (RuntimeException | InterruptedException failure) {
                    end.set(failure);
                }
            });
        }

        void stop() throws InterruptedException {
            agent.close();
            thread.join();
            journal.close();
        }
    }
}
