// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Figures as people read them. */
final class Amount {
    private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    private Amount() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code -} if it is not known. */
    static String count(OptionalLong count) {
        return count.isPresent() ? count(count.getAsLong()) : "-";
    }

    static String bytes(double bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1_000 && unit < BYTES.size() - 1) {
            amount /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, BYTES.get(unit));
    }

    static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** {@code -} if it is not known. */
    static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes(bytes.getAsLong()) : "-";
    }

    static String rate(OptionalDouble perSecond) {
        return perSecond.isPresent() ? String.format(Locale.ROOT, "%.1f", perSecond.getAsDouble()) : "-";
    }

    static String bytesRate(OptionalDouble perSecond) {
        return perSecond.isPresent() ? bytes(perSecond.getAsDouble()) + "/s" : "-";
    }

    /** The two largest units that matter: {@code 3 d 4 h}, {@code 5 min 2 s}, {@code 0.4 s}. */
    static String span(long millis) {
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        } else if (seconds < 3_600) {
            return "%d min %d s".formatted(seconds / 60, seconds % 60);
        } else if (seconds < 86_400) {
            return "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60);
        }
        return "%d d %d h".formatted(seconds / 86_400, seconds / 3_600 % 24);
    }
}
