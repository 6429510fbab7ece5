// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.banyan.evidence.Reading;
import org.junit.jupiter.api.Test;

class NmeaSourceTest {
    /** The examples that every description of NMEA 0183 has. */
    private static final String GGA = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47";

    private static final String RMC = "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A";

    private static NmeaSource source(String... lines) {
        return source(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static NmeaSource source(byte[] bytes) {
        return new NmeaSource(new ByteArrayInputStream(bytes));
    }

    private static List<Sample> all(NmeaSource source) {
        List<Sample> samples = new ArrayList<>();
        for (Optional<Sample> next = source.next(); next.isPresent(); next = source.next()) {
            samples.add(next.get());
        }
        return samples;
    }

    private static String signed(String content) {
        return "$%s*%02X".formatted(content, content.chars().reduce(0, (sum, c) -> sum ^ c));
    }

    @Test
    void theSentencesOfOneMomentAreOneSample() {
        NmeaSource source = source(
                GGA,
                RMC,
                signed("GPGSV,1,1,01,21,00,000,00"),
                signed("GNRMC,123520.50,A,4807.0380,S,01131.000,W,,,230394,,"),
                "");

        assertThat(all(source))
                .containsExactly(
                        new Sample(
                                Instant.parse("2094-03-23T12:35:19Z").toEpochMilli(),
                                List.of(
                                        Reading.of("lat", "lat", "48.11730000"),
                                        Reading.of("lon", "lon", "11.51666667"),
                                        Reading.of("altitude", "m", "545.4"),
                                        Reading.of("speed", "m/s", "11.524"))),
                        new Sample(
                                Instant.parse("2094-03-23T12:35:20.5Z").toEpochMilli(),
                                List.of(
                                        Reading.of("lat", "lat", "-48.11730000"),
                                        Reading.of("lon", "lon", "-11.51666667"))));
        assertThat(source.refused()).as("the empty line").isZero();
    }

    @Test
    void hostileLinesAreCountedAndNothingElse() {
        NmeaSource source = source(
                RMC.replace("4807", "4808"),
                RMC.substring(1),
                RMC.replace("*6A", ""),
                RMC.replace("*6A", "*6G"),
                "$" + "A".repeat(10_000_000),
                signed("GPRMC,123519,A,4867.038,N,01131.000,E,022.4,084.4,230394,003.1,W"),
                signed("GPRMC,123519,A,9107.038,N,01131.000,E,022.4,084.4,230394,003.1,W"),
                signed("GPRMC,993519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W"),
                signed("GPRMC,123519,A,4807.038,X,01131.000,E,022.4,084.4,230394,003.1,W"),
                signed("GPRMC,123519,A"),
                signed("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,320394,003.1,W"),
                signed("GPRMC,123519,V,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W"),
                signed("GPGGA,123519,4807.038,N,01131.000,E,0,08,0.9,545.4,M,46.9,M,,"));

        assertThat(all(source)).isEmpty();
        assertThat(source.refused()).isEqualTo(11);
    }

    @Test
    void noiseNeverBreaksIt() {
        long seed = Long.getLong("banyan.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] noise = (RMC + "\n" + GGA + "\n" + signed("GPRMC,123521,A,4807.038,N,01131.000,E,1,,230394,,")
                            + "\n")
                    .getBytes(StandardCharsets.US_ASCII);
            int hit = random.nextInt(noise.length);
            noise[hit] = (byte) random.nextInt(256);
            assertThat(all(source(noise))).as("seed %d, byte %d", seed, hit).hasSizeBetween(1, 2);
            random.nextBytes(noise);
            assertThat(all(source(noise))).as("seed %d", seed).isEmpty();
        }
    }
}
