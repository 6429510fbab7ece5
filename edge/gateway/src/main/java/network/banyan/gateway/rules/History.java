// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Hash;

/** What devices measured lately: for each of a bounded number of devices, a window for each of its quantities. */
final class History {
    private static final int MAX_DEVICES = 10_000;
    private static final int MAX_QUANTITIES = 64;
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h|d)");

    private final Map<Hash, Map<String, Window>> devices = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Map<String, Window>> eldest) {
            return size() > MAX_DEVICES;
        }
    };

    void add(Hash device, long timeMillis, Reading reading) {
        Map<String, Window> windows = devices.computeIfAbsent(device, _ -> new HashMap<>());
        if (windows.size() < MAX_QUANTITIES || windows.containsKey(reading.name())) {
            windows.computeIfAbsent(reading.name(), _ -> new Window())
                    .add(timeMillis, reading.value().doubleValue());
        }
    }

    double last(Hash device, String name) {
        Window window = window(device, name);
        if (window.isEmpty()) {
            throw new IllegalArgumentException("there is no " + name + " yet");
        }
        return window.last();
    }

    /** The values of a span that ends at a time, such as {@code 5m}. */
    double[] since(Hash device, String name, String span, long timeMillis) {
        return window(device, name).since(timeMillis - millis(span));
    }

    /** As {@link #since}, of at least one value. */
    double[] some(Hash device, String name, String span, long timeMillis) {
        double[] values = since(device, name, span, timeMillis);
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no " + name + " in " + span);
        }
        return values;
    }

    private Window window(Hash device, String name) {
        return devices.getOrDefault(device, Map.of()).getOrDefault(name, new Window());
    }

    static long millis(String span) {
        Matcher matcher = SPAN.matcher(span);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a span is written 30s, 5m, 2h or 1d, not " + span);
        }
        long number = Long.parseLong(matcher.group(1));
        return number
                * switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
    }

    static double average(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
