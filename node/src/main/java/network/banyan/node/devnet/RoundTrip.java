// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.math.BigDecimal;
import java.util.List;
import network.banyan.device.Sensor;
import network.banyan.evidence.Reading;

/**
 * A made-up refrigerated cart on its round, by formula: three bays around the Great Banyan of Howrah, four minutes a
 * round. In one of them its cold box is opened too wide for some seconds and falls below zero, so that there is something to
 * raise an alarm about.
 */
final class RoundTrip implements Sensor {
    static final long ROUND_MILLIS = 240_000;

    /** The tree. */
    private static final double LATITUDE = 22.5605;

    private static final double LONGITUDE = 88.2870;
    private static final double METRES_PER_DEGREE = 111_320;

    /** Metres from the tree, on average, and how far the bays swing out. */
    private static final double RADIUS = 230;

    private static final double BAY = 70;

    /** When in a round it is coldest: soon after the start, so that nobody waits for the alarm. */
    private static final double COLDEST = 16_000.0 / ROUND_MILLIS;

    private final long startNanos = System.nanoTime();

    @Override
    public List<Reading> read() {
        return at((System.nanoTime() - startNanos) / 1_000_000);
    }

    /** What the sensors show so long after the start. */
    static List<Reading> at(long millis) {
        double round = (millis % ROUND_MILLIS) / (double) ROUND_MILLIS;
        double angle = 2 * Math.PI * round;
        double away = RADIUS + BAY * Math.cos(3 * angle);
        double turning = -3 * BAY * Math.sin(3 * angle);
        double metresPerSecond = 2 * Math.PI * Math.hypot(away, turning) / (ROUND_MILLIS / 1_000.0);
        double north = away * Math.sin(angle) / METRES_PER_DEGREE;
        double east = away * Math.cos(angle) / (METRES_PER_DEGREE * Math.cos(Math.toRadians(LATITUDE)));
        double chill = Math.exp(-Math.pow((round - COLDEST) / 0.025, 2));
        double temperature = 4.2 + 0.6 * Math.sin(5 * angle) + 0.15 * Math.sin(31 * angle) - 6.5 * chill;
        double humidity = 62 + 5 * Math.sin(2 * angle + 1) + 14 * chill;
        double altitude = 8 + 2.5 * Math.sin(angle + 0.6) + 0.4 * Math.sin(7 * angle);
        return List.of(
                reading("lat", "lat", LATITUDE + north, 7),
                reading("lon", "lon", LONGITUDE + east, 7),
                reading("altitude", "m", altitude, 1),
                reading("speed", "m/s", metresPerSecond, 2),
                reading("temperature", "Cel", temperature, 2),
                reading("humidity", "%RH", humidity, 1));
    }

    /** As a sensor's driver prints it: so many decimals, no more. */
    private static Reading reading(String name, String unit, double value, int decimals) {
        long digits = Math.round(value * Math.pow(10, decimals));
        return new Reading(name, unit, BigDecimal.valueOf(digits, decimals), 0);
    }
}
