// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;
import network.banyan.evidence.Reading;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static double value(List<Reading> readings, String name) {
        return readings.stream()
                .filter(reading -> reading.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .doubleValue();
    }

    @Test
    void aRoundEndsWhereItBegan() {
        assertThat(RoundTrip.at(RoundTrip.ROUND_MILLIS)).isEqualTo(RoundTrip.at(0));
    }

    @Test
    void itFreezesOnceARoundSoonAfterTheStartAndOnlyThere() {
        List<Long> cold = LongStream.iterate(0, at -> at < RoundTrip.ROUND_MILLIS, at -> at + 2_000)
                .filter(at -> value(RoundTrip.at(at), "temperature") < 0)
                .boxed()
                .toList();
        assertThat(cold).hasSizeBetween(2, 8);
        assertThat(cold).allSatisfy(at -> assertThat(at).isBetween(8_000L, 26_000L));
    }

    @Test
    void itsSpeedIsThatOfItsPlaces() {
        for (long at = 0; at < RoundTrip.ROUND_MILLIS; at += 10_000) {
            List<Reading> now = RoundTrip.at(at);
            List<Reading> next = RoundTrip.at(at + 500);
            double north = (value(next, "lat") - value(now, "lat")) * 111_320;
            double east = (value(next, "lon") - value(now, "lon")) * 111_320 * Math.cos(Math.toRadians(22.5605));
            assertThat(Math.hypot(north, east) / 0.5)
                    .isCloseTo(value(now, "speed"), org.assertj.core.data.Offset.offset(0.6));
        }
    }

    @Test
    void itsDigitsAreThoseOfASensor() {
        assertThat(RoundTrip.at(123_456))
                .extracting(reading ->
                        reading.name() + " " + new BigDecimal(reading.value().toString()).scale())
                .containsExactly("lat 7", "lon 7", "altitude 1", "speed 2", "temperature 2", "humidity 1");
    }
}
