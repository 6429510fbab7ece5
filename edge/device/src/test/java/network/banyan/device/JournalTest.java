// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long ROOMY = 64 * 1024 * 1024;
    private static final TestSigner SIGNER = TestSigner.number(1);

    @TempDir
    private Path folder;

    @Test
    void startsEmptyAndGoesOnWhereItStopped() {
        try (Journal journal = open()) {
            assertThat(journal.lastSequence()).isZero();
            assertThat(journal.lastId()).isEqualTo(Hash.ZERO);
            fill(journal, 3);
        }
        try (Journal journal = open()) {
            assertThat(journal.lastSequence()).isEqualTo(3);
            assertThat(journal.wasTorn()).isFalse();
            fill(journal, 2);
            assertThat(journal.read(1, 100)).extracting(DeviceRecord::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(journal.read(4, 1)).extracting(DeviceRecord::sequence).containsExactly(4L);
            assertThat(journal.read(6, 1)).isEmpty();
            assertChained(journal.read(1, 100));
        }
    }

    @Test
    void takesOnlyTheRecordThatFollows() {
        try (Journal journal = open()) {
            DeviceRecord first = SIGNER.next(journal);
            journal.append(first);
            assertThatThrownBy(() -> journal.append(first)).isInstanceOf(Invariant.Violation.class);
        }
    }

    /** Whatever part of the last write reached the disk (here every third byte): the records before it are there, and only they. */
    @Test
    void forgetsAnUnfinishedEntryWhereverItWasCut() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 3);
        }
        Path file = onlySegment();
        byte[] whole = Files.readAllBytes(file);
        int third = 2 * (whole.length / 3);
        for (int size = third; size < whole.length; size += 3) {
            Files.write(file, java.util.Arrays.copyOf(whole, size));
            try (Journal journal = open()) {
                assertThat(journal.lastSequence()).as("cut at %d", size).isEqualTo(2);
                assertThat(journal.wasTorn()).isEqualTo(size > third);
                journal.append(SIGNER.next(journal));
            }
            try (Journal journal = open()) {
                assertThat(journal.lastSequence()).isEqualTo(3);
                assertThat(journal.wasTorn()).isFalse();
            }
        }
    }

    @Test
    void forgetsAnEntryOfWhichTheDiskKeptOnlyTheLength() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 2);
        }
        Path file = onlySegment();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 300));
        try (Journal journal = open()) {
            assertThat(journal.lastSequence()).isEqualTo(2);
            assertThat(journal.wasTorn()).isTrue();
        }
    }

    @Test
    void refusesDamageThatNoCrashExplains() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 150);
        }
        Path file = onlySegment();
        byte[] whole = Files.readAllBytes(file);
        whole[700] ^= 1;
        Files.write(file, whole);
        assertThatThrownBy(this::open).isInstanceOf(DeviceException.class).hasMessageContaining("damaged");
    }

    @Test
    void refusesASecondProcessAndAnotherDevice() {
        try (Journal journal = open()) {
            fill(journal, 1);
            assertThatThrownBy(this::open).isInstanceOf(DeviceException.class).hasMessageContaining("in use");
        }
        Hash other = TestSigner.number(2).device();
        assertThatThrownBy(() -> Journal.open(folder, other, ROOMY))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("is of device");
        try (Journal journal = open()) {
            assertThat(journal.lastSequence()).isEqualTo(1);
        }
    }

    @Test
    void fillsUpAndIsEmptiedOfWhatIsAnchored() throws IOException {
        long small = 256 * 1024;
        try (Journal journal = Journal.open(folder, SIGNER.device(), small)) {
            while (!journal.isFull()) {
                journal.append(SIGNER.next(journal));
            }
            long last = journal.lastSequence();
            assertThat(sizeOnDisk()).isBetween(small / 2, small);
            assertThatThrownBy(() -> journal.append(SIGNER.next(journal))).isInstanceOf(Invariant.Violation.class);
            journal.discardThrough(last / 2);
            assertThat(journal.isFull()).isFalse();
            assertThat(journal.firstSequence()).isBetween(2L, last / 2 + 1);
            assertThat(journal.read(last / 2 + 1, 1)).hasSize(1);
            journal.discardThrough(last);
            assertThat(journal.lastSequence()).isEqualTo(last);
            fill(journal, 1);
        }
        try (Journal journal = Journal.open(folder, SIGNER.device(), small)) {
            assertThat(journal.read(journal.lastSequence(), 1)).hasSize(1);
            assertChained(journal.read(journal.firstSequence(), 10_000));
        }
    }

    @Test
    void survivesACrashBetweenMakingAFileAndFillingIt() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 2);
        }
        Files.createFile(folder.resolve("records-0000000000000003.log"));
        try (Journal journal = open()) {
            assertThat(journal.lastSequence()).isEqualTo(2);
            fill(journal, 2);
            assertThat(journal.read(1, 9)).hasSize(4);
        }
        Files.delete(folder.resolve("records-0000000000000001.log"));
        Files.write(folder.resolve("records-0000000000000003.log"), new byte[0]);
        assertThatThrownBy(this::open).isInstanceOf(DeviceException.class).hasMessageContaining("lacks the records");
    }

    /** What was acknowledged before kill -9 is there afterwards, in one chain without a doubled number. */
    @Test
    void losesNothingToKillMinus9() throws Exception {
        long acknowledged = 0;
        for (int round = 0; round < 4; round++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            JournalWriter.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
                for (int i = 0; i < 20 + 7 * round; i++) {
                    acknowledged = Long.parseLong(lines.readLine());
                }
                // Through the handle, which, unlike the process, leaves its output to be read to the end.
                writer.toHandle().destroyForcibly();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged = Long.parseLong(line);
                }
            } finally {
                writer.destroyForcibly().waitFor();
            }
            try (Journal journal = open()) {
                assertThat(journal.lastSequence()).isBetween(acknowledged, acknowledged + 1);
                assertChained(journal.read(1, 100_000));
            }
        }
        assertThat(acknowledged).isGreaterThan(100);
    }

    /** Appends until it is killed, and says each number only when its record is kept. */
    static final class JournalWriter {
        private JournalWriter() {}

        public static void main(String[] arguments) {
            try (Journal journal = Journal.open(Path.of(arguments[0]), SIGNER.device(), ROOMY)) {
                while (!journal.isFull()) {
                    journal.append(SIGNER.next(journal));
                    System.out.println(journal.lastSequence());
                }
            }
        }
    }

    private Journal open() {
        return Journal.open(folder, SIGNER.device(), ROOMY);
    }

    private static void fill(Journal journal, int count) {
        for (int i = 0; i < count; i++) {
            journal.append(SIGNER.next(journal));
        }
    }

    private static void assertChained(List<DeviceRecord> records) {
        for (int i = 1; i < records.size(); i++) {
            assertThat(records.get(i).sequence()).isEqualTo(records.get(i - 1).sequence() + 1);
            assertThat(records.get(i).previous()).isEqualTo(records.get(i - 1).id());
        }
        assertThat(records).isNotEmpty();
    }

    private Path onlySegment() {
        return folder.resolve("records-0000000000000001.log");
    }

    private long sizeOnDisk() throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
