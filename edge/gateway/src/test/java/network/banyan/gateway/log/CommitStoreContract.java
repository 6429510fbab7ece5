// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.TestDevice;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log promises, whatever keeps its commits. */
public abstract class CommitStoreContract {
    protected static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(TestDevice.TIME));

    @TempDir
    protected Path folder;

    protected final TestDevice gateway = new TestDevice("gateway");
    protected final TestDevice one = new TestDevice("one");
    protected final TestDevice two = new TestDevice("two");

    /** The log of this test, as the gateway with that key opens it on a machine that may be new. */
    protected abstract RecordLog open(TestDevice key, long maxBytes) throws IOException;

    protected final RecordLog open() throws IOException {
        return open(gateway, 1L << 30);
    }

    protected static LogCheckpoint append(RecordLog log, DeviceRecord... records) throws RecordLog.Refused {
        return append(log, List.of(records));
    }

    protected static LogCheckpoint append(RecordLog log, List<DeviceRecord> records) throws RecordLog.Refused {
        return log.append(
                records,
                records.stream()
                        .map(record -> MerkleTree.leafHash(record.encoded()))
                        .toList());
    }

    @Test
    void whatWasAppendedIsThereAfterOpeningAgain() throws IOException, RecordLog.Refused {
        DeviceRecord first = one.next();
        DeviceRecord second = two.next();
        DeviceRecord third = one.next();
        LogCheckpoint signed;
        try (RecordLog log = open()) {
            assertThat(log.checkpoint()).isEmpty();
            append(log, first, second);
            signed = append(log, third);
            assertThat(log.leaf(1)).isEqualTo(second.encoded());
        }
        try (RecordLog log = open()) {
            assertThat(log.checkpoint()).contains(signed);
            assertThat(log.leaf(2)).isEqualTo(third.encoded());
            assertThat(log.leaf(0)).isEqualTo(first.encoded());
            assertThat(log.tip(one.device())).contains(new Tip(1, 2, third.id()));
            assertThat(log.find(two.device(), 1)).hasValue(1);
            assertThat(log.receipt(signed, 1).proves(second.encoded(), gateway.key()))
                    .isTrue();
            append(log, two.next());
            assertThat(log.size()).isEqualTo(4);
        }
    }

    @Test
    void anotherKeyMayNotGoOn() throws IOException, RecordLog.Refused {
        try (RecordLog log = open()) {
            append(log, one.next());
        }
        assertThatThrownBy(() -> open(two, 1L << 30))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("another");
        try (RecordLog log = open()) {
            append(log, one.next());
            assertThat(log.size()).isEqualTo(2);
        }
    }

    @Test
    void atItsBoundItTakesNoMore() throws IOException, RecordLog.Refused {
        try (RecordLog log = open(gateway, 1)) {
            append(log, one.next());
            assertThatThrownBy(() -> append(log, one.next())).hasMessageContaining("full");
            assertThat(log.size()).isEqualTo(1);
        }
    }

    /** Many commits of odd sizes, over the border of a tile; read back in another order than they were written. */
    @Test
    void theTreeAndEveryLeafAreTheSameAfterwards() throws IOException, RecordLog.Refused {
        List<DeviceRecord> all = new ArrayList<>();
        try (RecordLog log = open()) {
            for (int count = 1; all.size() < 700; count += 7) {
                List<DeviceRecord> commit = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    commit.add((i % 3 == 0 ? two : one).nextUnsigned());
                }
                append(log, commit);
                all.addAll(commit);
            }
        }
        List<Hash> leaves = all.stream()
                .map(record -> MerkleTree.leafHash(record.encoded()))
                .toList();
        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(all.size());
            assertThat(log.root(leaves.size())).isEqualTo(MerkleTree.root(leaves));
            assertThat(MerkleLog.isConsistent(
                            300,
                            MerkleTree.root(leaves.subList(0, 300)),
                            leaves.size(),
                            MerkleTree.root(leaves),
                            log.consistency(300, leaves.size())))
                    .isTrue();
            for (int index = all.size() - 1; index >= 0; index--) {
                assertThat(log.leaf(index)).isEqualTo(all.get(index).encoded());
                assertThat(log.leafHash(index)).isEqualTo(leaves.get(index));
            }
        }
    }

    /** The largest commit that the pipeline makes is below five MiB. */
    @Test
    void aLargeCommitIsKeptWhole() throws IOException, RecordLog.Refused {
        List<DeviceRecord> commit = new ArrayList<>();
        int bytes = 0;
        for (int number = 0; bytes < 5 << 20; number++) {
            Reading[] readings = new Reading[60];
            for (int i = 0; i < readings.length; i++) {
                readings[i] = Reading.of("quantity" + i, "Cel", number + "." + i);
            }
            DeviceRecord record = one.nextUnsigned(readings);
            commit.add(record);
            bytes += record.encoded().size();
        }
        try (RecordLog log = open()) {
            append(log, commit);
        }
        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(commit.size());
            assertThat(log.leaf(commit.size() - 1)).isEqualTo(commit.getLast().encoded());
        }
    }

    protected final Path fresh(String prefix) throws IOException {
        return Files.createTempDirectory(folder, prefix);
    }
}
