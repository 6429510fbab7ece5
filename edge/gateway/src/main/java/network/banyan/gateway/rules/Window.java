// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import java.util.Arrays;

/** The last values of one quantity of one device with their times: a ring that forgets the oldest. */
final class Window {
    static final int MAX_VALUES = 4_096;

    private long[] times = new long[16];
    private double[] values = new double[16];
    private int start;
    private int count;

    void add(long timeMillis, double value) {
        if (count == times.length && count < MAX_VALUES) {
            grow();
        }
        if (count == times.length) {
            start = (start + 1) % times.length;
            count--;
        }
        int at = (start + count++) % times.length;
        times[at] = timeMillis;
        values[at] = value;
    }

    private void grow() {
        long[] moreTimes = Arrays.copyOf(rotated(times), 2 * times.length);
        double[] moreValues = new double[2 * values.length];
        for (int i = 0; i < count; i++) {
            moreValues[i] = values[(start + i) % values.length];
        }
        times = moreTimes;
        values = moreValues;
        start = 0;
    }

    private long[] rotated(long[] ring) {
        long[] straight = new long[ring.length];
        for (int i = 0; i < count; i++) {
            straight[i] = ring[(start + i) % ring.length];
        }
        return straight;
    }

    boolean isEmpty() {
        return count == 0;
    }

    double last() {
        return values[(start + count - 1) % values.length];
    }

    /** The values not older than a time. */
    double[] since(long timeMillis) {
        double[] found = new double[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int at = (start + i) % times.length;
            if (times[at] >= timeMillis) {
                found[size++] = values[at];
            }
        }
        return Arrays.copyOf(found, size);
    }
}
