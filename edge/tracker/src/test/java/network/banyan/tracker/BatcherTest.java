// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.device.DeviceException;
import network.banyan.device.Journal;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatcherTest {
    private static final long TIME = 1_763_683_200_000L;

    @TempDir
    private Path folder;

    private final TestSigner signer = TestSigner.named("tracker");
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(folder, signer.device());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static Sample sample(long millis, String value) {
        return new Sample(TIME + millis, List.of(Reading.of("temperature", "Cel", value)));
    }

    private List<String> records() {
        return journal.read(1, 1_000).stream()
                .map(record -> record.timeMillis() - TIME + " " + record.readings())
                .toList();
    }

    @Test
    void aRecordHasSoManySamplesAndIsKeptWhenItIsFull() {
        var batcher = new Batcher(signer, journal, 2);
        batcher.add(sample(0, "1.0"));
        assertThat(records()).isEmpty();
        batcher.add(sample(1_500, "1.5"));
        batcher.add(sample(3_000, "2.0"));
        batcher.finish();
        batcher.finish();

        assertThat(records())
                .containsExactly(
                        "0 [temperature 1.0 Cel, temperature 1.5 Cel after 1.500 s]", "3000 [temperature 2.0 Cel]");
        for (DeviceRecord record : journal.read(1, 10)) {
            assertThat(record.isSignedBy(signer.key())).isTrue();
        }
    }

    @Test
    void twoSamplesOfOneMomentAreAMillisecondApartAndAClockThatGoesBackBeginsARecord() {
        var batcher = new Batcher(signer, journal, 10);
        batcher.add(sample(100, "1"));
        batcher.add(sample(100, "2"));
        batcher.add(sample(50, "3"));
        batcher.add(sample(50 + 86_400_001, "4"));
        batcher.finish();

        assertThat(records())
                .containsExactly(
                        "100 [temperature 1 Cel, temperature 2 Cel after 0.001 s]",
                        "50 [temperature 3 Cel]",
                        "86400051 [temperature 4 Cel]");
    }

    @Test
    void whatDoesNotFitIntoOneRecordGoesIntoTheNext() {
        var batcher = new Batcher(signer, journal, 1_000);
        List<Reading> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(Reading.of(
                    "q%d/%s".formatted(i, "x".repeat(59 - (i > 9 ? 1 : 0))), "u".repeat(16), "-9223372036854775807"));
        }
        for (int i = 0; i < 5; i++) {
            batcher.add(new Sample(TIME + i, many));
        }
        batcher.finish();

        assertThat(journal.lastSequence()).isEqualTo(5);
        assertThat(journal.read(1, 5))
                .allSatisfy(record -> assertThat(record.readings()).hasSize(100));
    }

    @Test
    void aFullJournalLosesSamplesAndSaysHowMany() {
        journal.close();
        journal = Journal.open(folder.resolve("small"), signer.device(), 256 * 1_024);
        var batcher = new Batcher(signer, journal, 1);
        List<Reading> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(Reading.of("quantity-" + i, "Cel", "123456.789"));
        }
        int added = 0;
        while (batcher.missed() < 3) {
            batcher.add(new Sample(TIME + added++, many));
        }
        assertThat(journal.lastSequence()).isEqualTo(added - 3);
    }

    @Test
    void aClockThatWasNeverSetIsASentence() {
        var batcher = new Batcher(signer, journal, 1);
        assertThatThrownBy(() -> batcher.add(new Sample(0, List.of(Reading.of("lat", "lat", "1")))))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("set it first");
    }
}
