// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.LogTile;
import network.banyan.evidence.log.Receipt;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.TestDevice;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(TestDevice.TIME));

    @TempDir
    Path folder;

    private final TestDevice gateway = new TestDevice("gateway");
    private final TestDevice one = new TestDevice("one");
    private final TestDevice two = new TestDevice("two");

    private RecordLog open() {
        return open(Disk.REAL, 1 << 20);
    }

    private RecordLog open(Disk disk, long segmentBytes) {
        return RecordLog.open(folder, gateway, CLOCK, new RecordLog.Limits(1L << 30, segmentBytes), disk);
    }

    private static LogCheckpoint append(RecordLog log, DeviceRecord... records) throws RecordLog.Refused {
        return log.append(
                List.of(records),
                List.of(records).stream()
                        .map(record -> MerkleTree.leafHash(record.encoded()))
                        .toList());
    }

    @Test
    void whatWasAppendedIsThereAfterOpeningAgain() throws RecordLog.Refused {
        DeviceRecord first = one.next();
        DeviceRecord second = two.next();
        DeviceRecord third = one.next();
        LogCheckpoint signed;
        try (RecordLog log = open()) {
            append(log, first, second);
            signed = append(log, third);
        }
        try (RecordLog log = open()) {
            assertThat(log.checkpoint()).contains(signed);
            assertThat(log.size()).isEqualTo(3);
            assertThat(log.leaf(2)).isEqualTo(third.encoded());
            assertThat(log.tip(one.device())).contains(new Tip(1, 2, third.id()));
            assertThat(log.find(two.device(), 1)).hasValue(1);
            assertThat(log.find(two.device(), 2)).isEmpty();
            Receipt receipt = log.receipt(log.checkpoint().orElseThrow(), 1);
            assertThat(receipt.proves(second.encoded(), gateway.key())).isTrue();
            assertThat(receipt.proves(third.encoded(), gateway.key())).isFalse();
        }
    }

    /** A crash may leave any part of the last commit's bytes; whole commits stay, and the log goes on. */
    @Test
    void whereverTheLastCommitIsCutTheOthersStay() throws IOException, RecordLog.Refused {
        DeviceRecord first = one.next();
        DeviceRecord second = two.next();
        DeviceRecord third = one.next();
        try (RecordLog log = open()) {
            append(log, first);
            append(log, second, third);
        }
        Path file = segment(0);
        byte[] whole = Files.readAllBytes(file);
        int boundary = commitEnds(whole).getFirst();
        for (int cut = boundary; cut <= whole.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            try (RecordLog log = open()) {
                assertThat(log.size()).as("cut at %d", cut).isEqualTo(cut == whole.length ? 3 : 1);
                if (cut < whole.length) {
                    assertThat(Files.size(file)).isEqualTo(boundary);
                    append(log, second, third);
                    assertThat(log.receipt(log.checkpoint().orElseThrow(), 2).proves(third.encoded(), gateway.key()))
                            .isTrue();
                }
            }
        }
    }

    /** A disk may write an unfinished commit's pages in any order; none of it was acknowledged. */
    @Test
    void anyByteOfAnUnfinishedCommitMayBeWrong() throws IOException, RecordLog.Refused {
        try (RecordLog log = open()) {
            append(log, one.next());
            append(log, two.next());
        }
        Path file = segment(0);
        byte[] whole = Files.readAllBytes(file);
        int boundary = commitEnds(whole).getFirst();
        for (int at = boundary; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            try (RecordLog log = open()) {
                assertThat(log.size()).as("byte %d", at).isEqualTo(1);
            }
        }
    }

    @Test
    void damageBeforeAWholeCommitIsRefusedWithASentence() throws IOException, RecordLog.Refused {
        try (RecordLog log = open()) {
            append(log, one.next());
            append(log, two.next());
        }
        Path file = segment(0);
        byte[] whole = Files.readAllBytes(file);
        int boundary = commitEnds(whole).getFirst();
        for (int at = 0; at < boundary; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(this::open)
                    .as("byte %d", at)
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("damaged");
        }
        Files.write(file, whole);
        open().close();
    }

    @Test
    void aMissingOrEarlierSegmentIsNotedAtTheStart() throws IOException, RecordLog.Refused {
        try (RecordLog log = open(Disk.REAL, 1)) {
            append(log, one.next());
            append(log, two.next());
            append(log, one.next());
        }
        byte[] middle = Files.readAllBytes(segment(1));
        Files.write(segment(1), java.util.Arrays.copyOf(middle, middle.length - 1));
        assertThatThrownBy(() -> open(Disk.REAL, 1)).hasMessageContaining("acknowledged");
        Files.delete(segment(1));
        assertThatThrownBy(() -> open(Disk.REAL, 1)).hasMessageContaining("lacks the records from 1 to 1");
        Files.write(segment(1), middle);
        try (RecordLog log = open(Disk.REAL, 1)) {
            assertThat(log.size()).isEqualTo(3);
            assertThat(log.leaf(1)).isNotNull();
        }
    }

    @Test
    void anotherKeyOrProcessMayNotUseTheFolder() throws RecordLog.Refused {
        try (RecordLog log = open()) {
            append(log, one.next());
            assertThatThrownBy(this::open).hasMessageContaining("in use");
        }
        assertThatThrownBy(() -> RecordLog.open(folder, two, CLOCK, RecordLog.Limits.of(1 << 20), Disk.REAL))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("use another folder");
    }

    @Test
    void aFullDiskRefusesAndLosesNothingAndGoesOn() throws RecordLog.Refused {
        var disk = new FillingDisk();
        List<DeviceRecord> kept = new ArrayList<>();
        DeviceRecord refused = one.next();
        try (RecordLog log = open(disk, 1 << 20)) {
            DeviceRecord first = two.next();
            append(log, first);
            kept.add(first);
            // Room for 0, 1, 2, ... bytes of the commit, then none; and a disk that takes all and cannot sync.
            for (long room : new long[] {0, 1, 8, 9, 100, 300, FillingDisk.SYNC_FAILS}) {
                disk.room = room;
                assertThatThrownBy(() -> append(log, refused))
                        .isInstanceOf(RecordLog.Refused.class)
                        .hasMessageContaining("disk");
                assertThat(log.size()).isEqualTo(kept.size());
                assertThat(log.tip(one.device())).isEmpty();
                disk.room = Long.MAX_VALUE;
                DeviceRecord more = two.next();
                append(log, more);
                kept.add(more);
            }
            append(log, refused);
            kept.add(refused);
        }
        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(kept.size());
            for (int i = 0; i < kept.size(); i++) {
                assertThat(log.leaf(i)).isEqualTo(kept.get(i).encoded());
            }
        }
    }

    @Test
    void aLogAtItsBoundTakesNoMore() throws RecordLog.Refused {
        try (RecordLog log = RecordLog.open(folder, gateway, CLOCK, new RecordLog.Limits(1, 1), Disk.REAL)) {
            append(log, one.next());
            assertThatThrownBy(() -> append(log, one.next())).hasMessageContaining("full");
            assertThat(log.size()).isEqualTo(1);
        }
    }

    /** Tiles, proofs and roots over tile borders, from disk as from memory, held against the plain tree. */
    @Test
    void proofsHoldOverTilesAndAfterARestart() throws RecordLog.Refused {
        List<Hash> leaves = new ArrayList<>();
        try (RecordLog log = open()) {
            while (leaves.size() < 66_300) {
                List<DeviceRecord> commit = new ArrayList<>();
                List<Hash> hashes = new ArrayList<>();
                for (int i = 0; i < 1_300; i++) {
                    DeviceRecord record = one.nextUnsigned();
                    commit.add(record);
                    hashes.add(MerkleTree.leafHash(record.encoded()));
                }
                leaves.addAll(hashes);
                log.append(commit, hashes);
            }
            check(log, leaves);
        }
        try (RecordLog log = open()) {
            check(log, leaves);
        }
    }

    private static void check(RecordLog log, List<Hash> leaves) {
        Hash root = MerkleTree.root(leaves);
        assertThat(log.checkpoint().orElseThrow().root()).isEqualTo(root);
        for (int index : new int[] {0, 1, 255, 256, 65_535, 65_536, 66_047, leaves.size() - 1}) {
            assertThat(log.inclusion(index, leaves.size())).isEqualTo(MerkleTree.path(leaves, index));
        }
        for (int first : new int[] {1, 255, 256, 257, 40_000, 65_536, 66_299}) {
            assertThat(log.root(first)).isEqualTo(MerkleTree.root(leaves.subList(0, first)));
            assertThat(MerkleLog.isConsistent(
                            first, log.root(first), leaves.size(), root, log.consistency(first, leaves.size())))
                    .isTrue();
        }
        byte[] tile = log.tile(new LogTile(1, 1, 2)).orElseThrow();
        assertThat(Hash.at(tile, 32)).isEqualTo(MerkleTree.root(leaves.subList(257 * 256, 258 * 256)));
        assertThat(log.tile(new LogTile(1, 1, 3))).isEmpty();
    }

    @Test
    void aCommitThatFailedOverATileBorderLeavesTheTreeAsItWas() throws RecordLog.Refused {
        var disk = new FillingDisk();
        List<Hash> leaves = new ArrayList<>();
        try (RecordLog log = open(disk, 1 << 20)) {
            for (int round = 0; round < 40; round++) {
                List<DeviceRecord> commit = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    commit.add(one.nextUnsigned());
                }
                List<Hash> hashes = commit.stream()
                        .map(record -> MerkleTree.leafHash(record.encoded()))
                        .toList();
                disk.room = 5_000;
                assertThatThrownBy(() -> log.append(commit, hashes)).isInstanceOf(RecordLog.Refused.class);
                disk.room = Long.MAX_VALUE;
                log.append(commit, hashes);
                leaves.addAll(hashes);
                assertThat(log.checkpoint().orElseThrow().root()).isEqualTo(MerkleTree.root(leaves));
            }
        }
    }

    private Path segment(long first) {
        return folder.resolve("log/%016d.log".formatted(first));
    }

    private static List<Integer> commitEnds(byte[] file) {
        List<Integer> ends = new ArrayList<>();
        int position = 0;
        while (position < file.length) {
            LogEntry entry = LogEntry.at(file, position).orElseThrow();
            position += entry.size();
            if (entry instanceof LogEntry.Commit) {
                ends.add(position);
            }
        }
        return ends;
    }

    /** A disk with so much room left; what does not fit is written in part, as disks do. */
    private static final class FillingDisk implements Disk {
        static final long SYNC_FAILS = -1;

        long room = Long.MAX_VALUE;

        @Override
        public Tail open(Path file) throws IOException {
            Tail real = REAL.open(file);
            return new Tail() {
                @Override
                public void append(ByteBuffer bytes) throws IOException {
                    if (room >= 0 && bytes.remaining() > room) {
                        real.append(bytes.slice().limit((int) room));
                        throw new IOException("No space left on device");
                    }
                    real.append(bytes);
                }

                @Override
                public void sync() throws IOException {
                    if (room == SYNC_FAILS) {
                        throw new IOException("Input/output error");
                    }
                    real.sync();
                }

                @Override
                public void truncate(long size) throws IOException {
                    real.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }

    @Test
    void bytesOfTheWholeFileAreRead() throws IOException, RecordLog.Refused {
        try (RecordLog log = open()) {
            append(log, one.next());
        }
        try (var file = new RandomAccessFile(segment(0).toFile(), "rw")) {
            file.seek(file.length());
            file.write(new byte[5_000]);
        }
        try (RecordLog log = open()) {
            assertThat(log.size()).isEqualTo(1);
            assertThat(Bytes.wrap(Files.readAllBytes(segment(0))).size()).isLessThan(1_000);
        }
    }
}
