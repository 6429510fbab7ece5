// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

class GpxTrackTest {
    private static final long START = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();

    private static Recording read(String gpx) {
        return GpxTrack.read(new ByteArrayInputStream(gpx.getBytes(StandardCharsets.UTF_8)), "track.gpx");
    }

    private static String track(String points) {
        return "<gpx version='1.1' xmlns='http://www.topografix.com/GPX/1/1' xmlns:x='http://www.garmin.com/x'><trk><trkseg>"
                + points + "</trkseg></trk></gpx>";
    }

    @Test
    void aPointHasItsPlaceAndWhatElseIsStatedDigitForDigit() {
        Recording recording = read(track("""
                <trkpt lat="52.5200" lon="-0.10"><ele>34.50</ele><time>2026-03-01T08:00:00Z</time><speed>1.20</speed>
                  <extensions><x:TrackPointExtension><x:atemp>-18.5</x:atemp></x:TrackPointExtension></extensions></trkpt>
                <trkpt lat="52.5201" lon="-0.10"><time>2026-03-01T09:00:02.250+01:00</time></trkpt>
                <trkpt lat="52.5202" lon="-0.10"/>"""));

        assertThat(recording.refused()).isZero();
        assertThat(recording.samples())
                .containsExactly(
                        new Sample(
                                START,
                                List.of(
                                        Reading.of("lat", "lat", "52.5200"),
                                        Reading.of("lon", "lon", "-0.10"),
                                        Reading.of("altitude", "m", "34.50"),
                                        Reading.of("speed", "m/s", "1.20"),
                                        Reading.of("temperature", "Cel", "-18.5"))),
                        new Sample(
                                START + 2_250,
                                List.of(Reading.of("lat", "lat", "52.5201"), Reading.of("lon", "lon", "-0.10"))),
                        new Sample(
                                START + 3_250,
                                List.of(Reading.of("lat", "lat", "52.5202"), Reading.of("lon", "lon", "-0.10"))));
    }

    @Test
    void pointsThatAreNoneAreCounted() {
        Recording recording = read(track("""
                <trkpt lat="91" lon="0"/><trkpt lat="1e1" lon="0"/><trkpt lat="NaN" lon="0"/><trkpt lon="0"/>
                <trkpt lat="1" lon="181"/><trkpt lat="1" lon="2"><time>yesterday</time></trkpt>
                <trkpt lat="1" lon="2"><time>1969-01-01T00:00:00Z</time></trkpt>
                <trkpt lat="1" lon="2"><ele>%s</ele><time>2026-03-01T08:00:00Z</time></trkpt>
                <trkpt lat="1" lon="2"><time>2026-03-01T07:59:59Z</time></trkpt>""".formatted("9".repeat(5_000))));

        assertThat(recording.refused()).isEqualTo(8);
        assertThat(recording.samples())
                .containsExactly(
                        new Sample(START, List.of(Reading.of("lat", "lat", "1"), Reading.of("lon", "lon", "2"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE gpx [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><gpx><trk><trkseg><trkpt lat='1' lon='2'><ele>&x;</ele></trkpt></trkseg></trk></gpx>",
                "<!DOCTYPE gpx SYSTEM 'http://127.0.0.1:9/evil.dtd'><gpx><trk><trkseg><trkpt lat='1' lon='2'/></trkseg></trk></gpx>",
                "<!DOCTYPE gpx [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><gpx><trk><trkseg><trkpt lat='1' lon='2'><time>&c;</time></trkpt></trkseg></trk></gpx>",
                "<gpx><trkpt lat='1' lon='2'><ele>&undeclared;</ele></trkpt></gpx>",
                "<gpx><trk><trkseg><trkpt lat='1' lon='2'>",
                "<gpx></gpx>",
                "lat,lon",
                ""
            })
    void whatIsNoPlainTrackIsRefusedWithASentence(String gpx) {
        assertThatThrownBy(() -> read(gpx))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("track.gpx")
                .hasMessageNotContaining("\n");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("<g>".repeat(100_000))).isInstanceOf(DeviceException.class);
    }

    @Test
    void aMissingFileIsASentence(@TempDir Path folder) {
        assertThatThrownBy(() -> GpxTrack.read(folder.resolve("none.gpx")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("there is no such file");
    }

    /** Tracks that other programs recorded; looked for beside the project, see CONTRIBUTING.md. */
    @ParameterizedTest
    @ValueSource(strings = {"track_with_speed.gpx", "around-visnjan-with-car.gpx"})
    void realTracksAreRead(String name) throws IOException {
        Path file = vectors().resolve("gps").resolve(name);
        assumeTrue(Files.exists(file), () -> "no " + file);

        Recording recording = GpxTrack.read(file);

        long points = Files.readString(file).split("<trkpt", -1).length - 1L;
        assertThat(recording.samples().size() + recording.refused()).isEqualTo(points);
        assertThat(recording.samples()).hasSizeGreaterThan((int) (points * 9 / 10));
    }

    static Path vectors() {
        String stated = System.getenv("BANYAN_VECTORS");
        return stated != null
                ? Path.of(stated)
                : Path.of(System.getProperty("banyan.root", "../.."), "..", "shared", "vectors");
    }
}
