// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import network.banyan.device.DeviceException;
import network.banyan.evidence.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    private static final long START = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();

    @TempDir
    private Path folder;

    private Recording read(String text) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve("table.csv"), text));
    }

    @Test
    void columnsAreQuantitiesWithTheirUnits() throws IOException {
        Recording recording = read("""
                time,lat,lon,temperature (Cel),humidity (%RH),count
                2026-03-01T08:00:00Z,52.520,13.40,-18.40,61,3\r
                "2026-03-01 08:00:01","52.521",,-18.5,,
                1772352002.5,,,0,,
                """);

        assertThat(recording.refused()).isZero();
        assertThat(recording.samples())
                .containsExactly(
                        new Sample(
                                START,
                                List.of(
                                        Reading.of("lat", "lat", "52.520"),
                                        Reading.of("lon", "lon", "13.40"),
                                        Reading.of("temperature", "Cel", "-18.40"),
                                        Reading.of("humidity", "%RH", "61"),
                                        Reading.of("count", "", "3"))),
                        new Sample(
                                START + 1_000,
                                List.of(Reading.of("lat", "lat", "52.521"), Reading.of("temperature", "Cel", "-18.5"))),
                        new Sample(START + 2_500, List.of(Reading.of("temperature", "Cel", "0"))));
    }

    @Test
    void linesThatAreNoneAreCounted() throws IOException {
        Recording recording = read("""
                time,temperature (Cel)
                2026-03-01T08:00:00Z,1
                2026-03-01T08:00:01Z,1e3
                2026-03-01T08:00:02Z,NaN
                2026-03-01T08:00:03Z,1,2
                2026-03-01T08:00:04Z,
                2026-03-01T07:00:00Z,1
                noon,1
                2026-03-01T08:00:05Z,%s

                2026-03-01T08:00:06Z,2
                """.formatted("1".repeat(100_000)));

        assertThat(recording.refused()).isEqualTo(7);
        assertThat(recording.samples()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "time\n2026-03-01T08:00:00Z\n",
                "temperature (Cel)\n1\n",
                "time,temperature (Cel),temperature (Cel)\n2026-03-01T08:00:00Z,1,1\n",
                "time,<b>\n2026-03-01T08:00:00Z,1\n",
                "time,value (a unit that is far too long)\n2026-03-01T08:00:00Z,1\n",
                "time,value\nnever,1\n"
            })
    void whatIsNoTableIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(DeviceException.class).hasMessageContaining("table.csv");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("binary.csv"), new byte[] {'t', (byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> CsvTable.read(file))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aRealTableIsRead() throws IOException {
        Path file = GpxTrackTest.vectors().resolve("temperature").resolve("ambient_temperature_system_failure.csv");
        assumeTrue(Files.exists(file), () -> "no " + file);

        Recording recording = CsvTable.read(file);

        assertThat(recording.samples().size() + recording.refused())
                .isEqualTo(Files.readAllLines(file).size() - 1L);
        assertThat(recording.samples().getFirst())
                .isEqualTo(new Sample(
                        Instant.parse("2013-07-04T00:00:00Z").toEpochMilli(),
                        List.of(Reading.of("value", "", "69.88083514"))));
    }
}
