// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.device.AgentSettings;
import network.banyan.device.DeviceAgent;
import network.banyan.device.Journal;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.Reading;
import network.banyan.evidence.Verdict;
import network.banyan.evidence.Verifier;
import network.banyan.ledger.Genesis;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.JsonRpcClient;

/** A device that counts, publishes to one validator and anchors; and remembers what it ever saw anchored. */
final class TestDevice implements AutoCloseable {
    private static final int ROWS = 1_000;

    private final JsonRpcClient node;
    private final Verifier verifier;
    private final Journal journal;
    private final DeviceAgent agent;
    private final Thread thread;
    private final Map<Long, Row> anchored = new TreeMap<>();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());

    private record Row(String id, long block) {}

    TestDevice(Genesis genesis, NodeProcess node, Path folder) {
        this.node = new JsonRpcClient(node.client().node());
        this.verifier = Verifier.of(genesis);
        SoftwareKey key = key(folder);
        this.journal = Journal.open(folder.resolve("journal"), key.device());
        AtomicLong count = new AtomicLong();
        TestAccount owner = TestAccount.deviceOwner();
        this.agent = new DeviceAgent(
                key,
                () -> List.of(Reading.of("count", "count", String.valueOf(count.incrementAndGet()))),
                journal,
                new RpcNodePort(this.node, owner.privateKey()),
                new AgentSettings("counter", owner.address(), 250, 1_000, 256),
                InstantSource.system());
        this.thread = Thread.ofPlatform().name("test-device").start(this::run);
    }

    private static SoftwareKey key(Path folder) {
        try {
            Path password = Files.createDirectories(folder).resolve("password");
            Files.writeString(password, "only a test");
            password.toFile().setReadable(false, false);
            password.toFile().setReadable(true, true);
            return SoftwareKey.openOrCreate(folder.resolve("device.p12"), password);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void run() {
        try {
            agent.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            failure.set(Optional.of(broken));
        }
    }

    long anchored() {
        return agent.status().anchored();
    }

    String id() {
        return agent.status().device().toHex();
    }

    /** Whatever was seen anchored must be there still, in the same block; and every anchored number must be there. */
    void check() {
        assertThat(failure.get()).as("why the device stopped").isEmpty();
        long through = anchored();
        Map<Long, Row> now = rows(through);
        assertThat(now).containsAllEntriesOf(anchored);
        assertThat(now.keySet()).hasSize((int) through);
        anchored.putAll(now);
    }

    private Map<Long, Row> rows(long through) {
        Map<Long, Row> rows = new TreeMap<>();
        for (long before = through + 1; before > 1; before = Math.max(1, before - ROWS)) {
            for (JsonNode row : node.call("banyan_readings", Map.of("device", id(), "before", before, "limit", ROWS))) {
                assertThat(row.path("anchored").isNull())
                        .as("reading %s is anchored", row)
                        .isFalse();
                rows.put(
                        row.path("sequence").asLong(),
                        new Row(
                                row.path("id").asText(),
                                row.path("anchored").path("block").asLong()));
            }
        }
        return rows;
    }

    /** Fetches the evidence of every reading seen anchored and verifies it; how many those are. */
    int verifyAll() {
        for (Row row : anchored.values()) {
            String file = node.call("banyan_evidence", row.id()).asText();
            Verdict verdict = verifier.verify(Bytes.wrap(file.getBytes(StandardCharsets.UTF_8)));
            assertThat(verdict.isProven()).as("%s", verdict.broken()).isTrue();
        }
        return anchored.size();
    }

    @Override
    public void close() {
        agent.close();
        try {
            thread.join(30_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
