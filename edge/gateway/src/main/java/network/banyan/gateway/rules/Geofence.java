// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import java.util.List;

/** Whether a place on the earth, in degrees, is within a bound. */
final class Geofence {
    private static final double EARTH_METRES = 6_371_008.8;

    private Geofence() {}

    /** Within a distance of a centre along the sphere (haversine formula; within half a percent of the ellipsoid). */
    static boolean inCircle(double lat, double lon, double centreLat, double centreLon, double metres) {
        double halfLat = Math.toRadians(lat - centreLat) / 2;
        double halfLon = Math.toRadians(lon - centreLon) / 2;
        double h = Math.pow(Math.sin(halfLat), 2)
                + Math.cos(Math.toRadians(lat)) * Math.cos(Math.toRadians(centreLat)) * Math.pow(Math.sin(halfLon), 2);
        return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h))) <= metres;
    }

    /**
     * Within a polygon on the plane of degrees, by counting the edges a ray to the east crosses. Not for polygons over the
     * date line or a pole.
     *
     * @param corners lat, lon, lat, lon, and so on; three or more
     */
    static boolean inPolygon(double lat, double lon, List<Double> corners) {
        if (corners.size() < 6 || corners.size() % 2 != 0) {
            throw new IllegalArgumentException("a polygon has three corners or more, each a latitude and a longitude");
        }
        boolean isInside = false;
        int count = corners.size() / 2;
        for (int i = 0, before = count - 1; i < count; before = i++) {
            double lat1 = corners.get(2 * i);
            double lon1 = corners.get(2 * i + 1);
            double lat2 = corners.get(2 * before);
            double lon2 = corners.get(2 * before + 1);
            if (lat1 > lat != lat2 > lat && lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1) {
                isInside = !isInside;
            }
        }
        return isInside;
    }
}
